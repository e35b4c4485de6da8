import PlayReport
import Synchronization

/// How far a copy to or from many hosts has come, shown in one line on a terminal.
final class CopyMeter: Sendable {
  private struct State {
    var hosts = 0
    var bytes = 0
    /// Of the hosts whose share is known.
    var expected = 0
  }

  private let hosts: Int
  private let began = ContinuousClock.now
  private let state = Mutex(State())
  private let line = StatusLine()

  init(hosts: Int) { self.hosts = hosts }

  /// One host has so much to take or to give.
  func expect(_ bytes: Int) { state.withLock { $0.expected += bytes } }

  func moved(_ bytes: Int) { state.withLock { $0.bytes += bytes } }

  /// Prints what came of a host.
  func finish(_ print: () -> Void) {
    state.withLock { $0.hosts += 1 }
    line.above(print)
  }

  /// Draws the line until the task is cancelled; what is done within a blink needs none.
  func draw() async {
    while (try? await Task.sleep(for: .milliseconds(400))) != nil {
      let state = state.withLock { $0 }
      line.show(
        CopyText.progress(
          hosts: state.hosts, of: hosts, bytes: state.bytes, expected: state.expected,
          for: ContinuousClock.now - began))
    }
    line.end()
  }
}
