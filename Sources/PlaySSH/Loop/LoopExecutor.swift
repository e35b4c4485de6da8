/// Runs tasks on a loop's thread. What awaits something of the same loop goes on there, without another
/// thread being woken.
final class LoopExecutor: TaskExecutor {
  // The loop lives as long as the process.
  private unowned let loop: SSHLoop

  init(loop: SSHLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) { loop.add(.job(UnownedJob(job))) }
}
