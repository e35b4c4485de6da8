import PlayModel
import PlayReport

/// What a run waits for, and how long: a line that counts down on a terminal, else one line at the beginning.
final class Countdown {
  private var isBegun = false
  private var isQueued = false
  private let line = StatusLine()

  func show(left: Duration, until: String) {
    if !isBegun { Console.complain("waiting for the window, which opens \(until)") }
    isBegun = true
    line.show("opens in \(CountdownText.text(left))")
  }

  func queue(_ why: String) {
    if !isQueued { Console.complain("waiting: \(why)") }
    isQueued = true
    line.show("waiting for a place")
  }

  /// Leaves nothing of the line behind.
  func end() { line.end() }
}
