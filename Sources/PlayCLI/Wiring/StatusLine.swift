import Foundation
import Synchronization

/// One line on the terminal of stderr that is written over again and again, below what else is printed; nothing where
/// stderr is no terminal.
final class StatusLine: Sendable {
  private let isLive = Console.errorIsTerminal
  private let text = Mutex("")

  func show(_ text: String) {
    guard isLive else { return }
    self.text.withLock { shown in
      shown = text
      Self.draw(text)
    }
  }

  /// Prints something else above it.
  func above(_ print: () -> Void) {
    text.withLock { shown in
      if !shown.isEmpty { Self.draw("") }
      print()
      if !shown.isEmpty { Self.draw(shown) }
    }
  }

  /// Leaves nothing of the line behind.
  func end() {
    text.withLock { shown in
      if !shown.isEmpty { Self.draw("") }
      shown = ""
    }
  }

  private static func draw(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
  }
}
