import Dispatch
import Foundation
import Glibc

/// Ctrl-C, SIGTERM and a closed terminal: the first asks to stop, the second ends the program.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  /// - Parameters:
  ///   - first: called once, on a queue of its own.
  ///   - second: called for each signal after the first.
  init(first: @escaping @Sendable () -> Void, second: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "interrupts")
    let count = Counter()
    // A broken pipe is an error of the write that meets it, not the program's death.
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { if count.next() == 1 { first() } else { second() } }
      source.resume()
      return source
    }
  }

  /// Signals have their usual effect again.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
  }

  // Unchecked: only touched on the handlers' queue.
  private final class Counter: @unchecked Sendable {
    private var value = 0

    func next() -> Int {
      value += 1
      return value
    }
  }
}
