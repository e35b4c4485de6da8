import Foundation
import PlayModel
import PlayReport

/// The time left until a window opens: a line that counts down on a terminal, else one line at the beginning.
final class Countdown {
  private var isBegun = false
  private let isLive = Console.errorIsTerminal

  func show(left: Duration, until: String) {
    if !isBegun { Console.complain("waiting for the window, which opens \(until)") }
    isBegun = true
    guard isLive else { return }
    write("\r\u{1B}[Kopens in \(CountdownText.text(left))")
  }

  /// Leaves nothing of the line behind.
  func end() { if isBegun, isLive { write("\r\u{1B}[K") } }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
