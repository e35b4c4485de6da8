/// Runs tasks one piece at a time on the thread that calls `run`, in an order that a seed decides.
///
/// Everything started with `Task(executorPreference:)`, its child tasks and the default actors they use
/// run here (SE-0417). With a `VirtualClock` a whole world becomes a function of its seed, as long as
/// nothing in it uses `Task.sleep`, detached tasks, Dispatch, or the order of hashed collections.
public final class SeededExecutor: TaskExecutor, @unchecked Sendable {
  // Unchecked: all of it is used by one thread, the one in `run`.
  private var ready: [UnownedJob] = []
  private var generator: SeededGenerator

  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  public func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

  /// Runs `body` and all that it starts, until nothing is ready and nobody sleeps.
  ///
  /// - Parameter steps: pieces of work after which it is taken for an endless loop.
  /// - Returns: whether `body` came to its end.
  public func run(
    clock: VirtualClock, steps: Int = 2_000_000, _ body: @escaping @Sendable () async -> Void
  ) -> Bool {
    let end = End()
    Task(executorPreference: self) {
      await body()
      end.reached = true
    }
    for _ in 0..<steps {
      if ready.isEmpty {
        guard clock.wakeNext() else { return end.reached }
        continue
      }
      let index = ready.count == 1 ? 0 : Int.random(in: 0..<ready.count, using: &generator)
      ready.swapAt(index, ready.count - 1)
      ready.removeLast().runSynchronously(on: asUnownedTaskExecutor())
    }
    return false
  }

  // Unchecked: written by a task that runs on the thread that reads it.
  private final class End: @unchecked Sendable { var reached = false }
}
