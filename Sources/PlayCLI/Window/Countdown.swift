import PlayModel
import PlayReport

/// The time left until a window opens: a line that counts down on a terminal, else one line at the beginning.
final class Countdown {
  private var isBegun = false
  private let line = StatusLine()

  func show(left: Duration, until: String) {
    if !isBegun { Console.complain("waiting for the window, which opens \(until)") }
    isBegun = true
    line.show("opens in \(CountdownText.text(left))")
  }

  /// Leaves nothing of the line behind.
  func end() { line.end() }
}
