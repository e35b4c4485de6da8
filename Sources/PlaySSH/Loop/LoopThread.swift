import CSSH2

#if canImport(Glibc)
  import Glibc
#endif

/// A thread of our own, for as long as the process lives.
enum LoopThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Signals are for the program's other threads.
  static func begin(name: String, _ run: @escaping @Sendable () -> Void) throws(SystemProblem) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    // Retained here, and released by the thread, which is the only one that takes it.
    let body = Unmanaged.passRetained(
      Body {
        cssh2_name_thread(name)
        run()
      })
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard code == 0 else {
      body.release()
      throw SystemProblem(errorNumber: code)
    }
    pthread_detach(thread)
  }
}
