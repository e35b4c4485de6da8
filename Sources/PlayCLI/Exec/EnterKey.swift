import Dispatch
import Glibc

/// Calls back when somebody presses Enter on the terminal that this program has in the foreground.
final class EnterKey {
  private let source: any DispatchSourceRead

  init(_ pressed: @escaping @Sendable () -> Void) {
    source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
    let source = UncheckedSource(source)
    self.source.setEventHandler {
      // Reading in the background would stop the program (SIGTTIN).
      guard tcgetpgrp(STDIN_FILENO) == getpgrp() else { return }
      var line = [UInt8](repeating: 0, count: 256)
      let count = read(STDIN_FILENO, &line, line.count)
      guard count > 0 else { return source.cancel() }
      pressed()
    }
    self.source.resume()
  }

  func end() { source.cancel() }

  // Unchecked: a dispatch source may be cancelled from any thread (dispatch_source_cancel(3)); its type does
  // not say so.
  private struct UncheckedSource: @unchecked Sendable {
    private let source: any DispatchSourceRead
    init(_ source: any DispatchSourceRead) { self.source = source }
    func cancel() { source.cancel() }
  }
}
