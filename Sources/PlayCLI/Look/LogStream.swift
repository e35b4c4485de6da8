import PlayModel
import PlayReport
import Synchronization

/// The lines of all hosts that are followed, on their way to the printer.
final class LogStream: Sendable {
  private struct State {
    var window = LogWindow()
    var begun: Set<HostName> = []
    var isOpen = false
  }

  /// A host that is slow to begin does not keep the others waiting longer than this.
  private static let patience: Duration = .seconds(5)

  private let hosts: Int
  private let printer: LogPrinter
  private let clock: SystemClock
  private let beganAt: Timestamp
  private let state = Mutex(State())

  init(hosts: Int, printer: LogPrinter, clock: SystemClock) {
    self.hosts = hosts
    self.printer = printer
    self.clock = clock
    beganAt = clock.now()
  }

  var readerIsGone: Bool { printer.readerIsGone }

  // Printing stays inside the lock: it is what keeps lines in order, and a reader that is slow holds the
  // hosts back instead of filling the memory.

  func take(_ entries: [LogEntry]) {
    state.withLock { printer.print($0.window.take(entries, now: clock.now())) }
  }

  /// The host's first lines come, or will not come.
  func begin(_ host: HostName) { state.withLock { _ = $0.begun.insert(host) } }

  /// Time has passed.
  func tick() {
    let now = clock.now()
    state.withLock { state in
      if !state.isOpen, state.begun.count == hosts || now.since(beganAt) > Self.patience {
        state.isOpen = true
        state.window.open()
      }
      printer.print(state.window.due(now: now))
    }
  }

  func end() { state.withLock { printer.print($0.window.flush()) } }
}
