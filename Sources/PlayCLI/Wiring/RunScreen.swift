import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import Synchronization

/// Shows a run as it goes: JSON lines, plain text, or a live view on a terminal.
final class RunScreen: Sendable {
  private struct State {
    var reporter: any RunReporter
    /// For ticks; taken at most ten times a second, since a kept state makes the next change copy it.
    var latest: RunState?
    var takenAt = Timestamp(milliseconds: 0)
    var sawChanges = false
    var isPaused = false
    /// The plans were shown with a question and need not be told again.
    var plansAreShown = false
  }

  private let state: Mutex<State>
  private let redactor: Redactor
  private let format: OutputOptions.Format
  private let isLive: Bool
  private let style: ReportStyle

  /// - Parameter verbose: plain lines also on a terminal, with every step.
  init(format: OutputOptions.Format, diff: Bool, verbose: Bool, redactor: Redactor) {
    self.redactor = redactor
    self.format = format
    var style = Console.style
    style.difference = diff
    let size = Console.size
    let isLive = format == .human && !verbose && Console.outputIsTerminal && size != nil
    self.isLive = isLive
    self.style = style
    let reporter: any RunReporter
    if format == .json {
      reporter = JSONLines(difference: diff)
    } else if isLive, let size {
      reporter = LiveScreen(style: style, columns: size.columns, rows: size.rows)
    } else {
      reporter = PlainReport(style: style, everyStep: verbose)
    }
    state = Mutex(State(reporter: reporter))
  }

  /// Whether any play's plan changes anything.
  var sawChanges: Bool { state.withLock { $0.sawChanges } }

  func show(_ event: RunEvent, _ run: RunState) {
    state.withLock { state in
      if case .planned(let plan) = event.body, plan.changes {
        state.sawChanges = true
      }
      if case .planned = event.body, state.plansAreShown { return }
      if case .finished = event.body {
        state.latest = nil
      } else if isLive, event.time.since(state.takenAt) >= .milliseconds(100) {
        state.latest = run
        state.takenAt = event.time
      }
      Console.print(redactor.redacted(state.reporter.text(for: event, in: run)))
    }
  }

  /// Redraws the live view, with the clock and the terminal's size of now.
  func tick(_ now: Timestamp) {
    guard isLive else { return }
    state.withLock { state in
      guard !state.isPaused, let latest = state.latest, var live = state.reporter as? LiveScreen
      else { return }
      if let size = Console.size { live.resize(columns: size.columns, rows: size.rows) }
      Console.print(redactor.redacted(live.tick(now, in: latest)))
      state.reporter = live
    }
  }

  /// Shows plans to people without a question.
  func tell(_ plans: [PlayPlan]) {
    guard format == .human else { return }
    Console.print(redactor.redacted(PlanText.text(plans, style: style)) + "\n")
  }

  /// Shows plans and asks; meanwhile nothing is redrawn.
  func ask(_ plans: [PlayPlan], _ question: String) -> Bool {
    state.withLock { state in
      state.isPaused = true
      state.plansAreShown = true
      if var live = state.reporter as? LiveScreen {
        Console.print(live.clear())
        state.reporter = live
      }
      Console.print(redactor.redacted(PlanText.text(plans, style: style)) + "\n")
    }
    defer { state.withLock { $0.isPaused = false } }
    let answer = Console.ask(question, secret: false)
    return ["y", "yes"].contains(answer?.lowercased() ?? "")
  }

  func interrupted() {
    Console.complain("Stopping: hosts in flight go to a safe point. Press Ctrl-C again to stop at once.")
  }

  /// The terminal as it was.
  func close() { if isLive { Console.print(LiveScreen.restore) } }
}
