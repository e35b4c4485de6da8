import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import Synchronization

/// Shows a run as it goes: JSON lines, plain text, or a live view on a terminal.
final class RunScreen: Sendable {
  private struct State {
    var reporter: any RunReporter
    var sawChanges = false
  }

  private let state: Mutex<State>
  private let redactor: Redactor

  init(format: OutputOptions.Format, diff: Bool, mode: RunHeader.Mode, redactor: Redactor) {
    self.redactor = redactor
    let reporter: any RunReporter = format == .json ? JSONLines() : PlainReport(style: Console.style)
    state = Mutex(State(reporter: reporter))
  }

  /// Whether any play's plan changes anything.
  var sawChanges: Bool { state.withLock { $0.sawChanges } }

  func show(_ event: RunEvent, _ run: RunState) {
    state.withLock { state in
      if case .planned(let plan) = event.body, plan.hosts.contains(where: \.changes) {
        state.sawChanges = true
      }
      Console.print(redactor.redacted(state.reporter.text(for: event, in: run)))
    }
  }

  func pause() {}

  func interrupted() {
    Console.complain("Stopping: hosts in flight go back to a safe point. Press Ctrl-C again to stop at once.")
  }

  func close() {}
}
