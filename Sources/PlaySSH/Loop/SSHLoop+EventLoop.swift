import NIOCore

#if canImport(Dispatch)
  import Dispatch
#endif

/// What NIO's futures and promises want of an event loop.
extension SSHLoop: EventLoop {
  var inEventLoop: Bool { isCurrent }

  func execute(_ task: @escaping @Sendable () -> Void) { add(.call(task)) }

  func scheduleTask<T>(
    deadline: NIODeadline, _ task: @escaping @Sendable () throws -> T
  ) -> Scheduled<T> {
    let promise = makePromise(of: T.self)
    let timer = LoopTimer {
      do { promise.assumeIsolated().succeed(try task()) } catch { promise.fail(error) }
    }
    perform { self.timers.add(timer, at: deadline) }
    return Scheduled(promise: promise) { self.perform { timer.cancel() } }
  }

  func scheduleTask<T>(in time: TimeAmount, _ task: @escaping @Sendable () throws -> T) -> Scheduled<T> {
    scheduleTask(deadline: .now() + time, task)
  }

  /// Nobody ends it: connections may be closing until the process ends.
  func shutdownGracefully(queue: DispatchQueue, _ callback: @escaping @Sendable ((any Error)?) -> Void) {
    queue.async { callback(EventLoopError.unsupportedOperation) }
  }
}
