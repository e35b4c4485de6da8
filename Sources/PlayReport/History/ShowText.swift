import PlayModel
import PlayPlanning

/// One run in full: who, when, from what, and every step of every host.
public enum ShowText {
  /// `isRunning`: whether the run's program is known to be alive, for a run without an outcome.
  public static func text(_ state: RunState, style: ReportStyle, isRunning: Bool = false) -> String {
    var lines = ShowHeaderText.lines(state, style, isRunning: isRunning)
    func add(_ part: [StyledText]) {
      if !part.isEmpty { lines += [StyledText()] + part }
    }
    add(HostTableText.lines(state))
    for play in state.plays { add(PlanText.lines(play.plan, difference: style.difference)) }
    add(happenings(state, style))
    for host in state.hosts { add(HostHistoryText.lines(host, style)) }
    if !state.isTerminal, !isRunning {
      add([
        StyledText(
          "No end is recorded: the program still runs, or was killed. The hosts know what runs there.", .dim)
      ])
    }
    return lines.map { $0.rendered(colour: style.colour) + "\n" }.joined()
  }

  /// What concerned the run as a whole, in the order it happened.
  private static func happenings(_ state: RunState, _ style: ReportStyle) -> [StyledText] {
    let reverts = state.reverts.map { revert in
      (
        revert.time,
        StyledText("Went back: ", .attention)
          + StyledText("\(revert.reason); \(HostText.list(revert.hosts))")
      )
    }
    let notes = state.notes.map { ($0.time, StyledText("Note: ", .strong) + StyledText($0.text)) }
    let resumptions = state.resumptions.map { one in
      (
        one.time,
        StyledText("Taken up: ", .strong) + StyledText("by \(one.user) on \(one.machine), \(one.command)")
      )
    }
    let hooks = state.hooks.map { ($0.startedAt, hook($0)) }
    return (reverts + notes + resumptions + hooks).sorted { $0.0 < $1.0 }.map { time, text in
      StyledText("\(TimeText.clock(time, in: style.zone))  ", .dim) + text
    }
  }

  private static func hook(_ record: HookRecord) -> StyledText {
    let end: StyledText =
      switch record.outcome {
      case .succeeded: StyledText("done", .good)
      case .failed, .unknown:
        StyledText("FAILED", .bad) + StyledText(record.trouble.map { "  \($0.detail)" } ?? "")
      case nil: StyledText("no end is recorded", .attention)
      }
    let undo: String =
      switch record.undoOutcome {
      case .succeeded: ", taken back"
      case .failed, .unknown: ", and could not be taken back"
      case nil: ""
      }
    return StyledText("Hook \(record.key.stage.rawValue): ", .strong) + StyledText(record.hook.command + "  ")
      + end + StyledText(undo)
  }
}
