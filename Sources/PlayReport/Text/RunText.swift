import PlayModel
import PlayPlanning

/// A run's beginning and end in sentences.
enum RunText {
  static func heading(
    _ run: RunID, _ header: RunHeader, _ time: Timestamp, _ style: ReportStyle
  ) -> [StyledText] {
    let word =
      switch header.mode {
      case .run: "Run"
      case .check: "Check"
      case .rollback: "Rollback"
      case .start: "Start"
      case .stop: "Stop"
      case .restart: "Restart"
      }
    let first =
      StyledText("\(word) \(run)", .strong)
      + StyledText(
        ", started \(TimeText.local(time, in: style.zone)) by \(header.user) on \(header.machine)")
    let second = "  \(what(header))\(git(header).map { ", \($0)" } ?? "")"
    return [first, StyledText(second, .dim)]
  }

  /// Another process goes on with the run.
  static func resumption(
    _ run: RunID, _ header: RunHeader, _ time: Timestamp, _ style: ReportStyle
  ) -> StyledText {
    StyledText("Run \(run)", .strong)
      + StyledText(
        ", taken up \(TimeText.local(time, in: style.zone)) by \(header.user) on \(header.machine)")
  }

  static func what(_ header: RunHeader) -> String {
    let playbooks = header.undoes.map { "of run \($0)" } ?? header.playbooks.joined(separator: ", ")
    let inventories = header.inventories.joined(separator: ", ")
    guard !inventories.isEmpty else { return playbooks }
    return playbooks.isEmpty ? "on \(inventories)" : "\(playbooks) on \(inventories)"
  }

  static func git(_ header: RunHeader) -> String? {
    header.gitCommit.map {
      "git \($0.prefix(10))\(header.gitDirty ? " with uncommitted changes" : "")"
    }
  }

  /// The table of hosts, the line that says how it ended, and what to do next.
  static func ending(_ state: RunState) -> [StyledText] {
    if state.header?.mode == .check, state.outcome == .succeeded || state.outcome == .failed {
      return checked(state)
    }
    let table = HostTableText.lines(state)
    return table + (table.isEmpty ? [] : [StyledText()]) + verdict(state)
  }

  /// A run that only looked.
  private static func checked(_ state: RunState) -> [StyledText] {
    let bad = Set(state.failedHosts)
    let failed = bad.count
    let changed = state.plannedChanges.count { !bad.contains($0) }
    let unchanged = state.hosts.count - changed - failed
    let counts = [
      changed > 0 ? "\(HostText.count(changed)) would change" : nil,
      unchanged > 0 ? "\(HostText.count(unchanged)) would stay as they are" : nil,
      failed > 0 ? "\(HostText.count(failed)) cannot take part" : nil,
    ].compactMap(\.self).joined(separator: ", ")
    if changed == 0, failed == 0 {
      return [StyledText("Nothing to do", .good) + StyledText(": \(counts)")]
    }
    return [StyledText("Plan: ", .strong) + StyledText("\(counts); nothing was touched")]
  }

  private static func verdict(_ state: RunState) -> [StyledText] {
    guard let outcome = state.outcome else { return [] }
    let time = state.duration.map(DurationText.text) ?? "no time"
    let counts = HostText.counts(
      Dictionary(state.outcomes.map { ($0.outcome, 1) }, uniquingKeysWith: +))
    let because = state.reason.map { ": \($0)" } ?? ""
    let (head, tail): (StyledText, String) =
      switch outcome {
      case .succeeded:
        state.outcomes.allSatisfy { $0.outcome == .unchanged }
          ? (
            StyledText("Nothing to do", .good), ", looked at \(HostText.count(state.hosts.count)) in \(time)"
          )
          : (StyledText("Done", .good), " in \(time): \(counts)")
      case .failed: (StyledText("Failed", .bad), " after \(time)\(because)")
      case .rolledBack: (StyledText("Failed, and put back", .bad), " after \(time)\(because)")
      case .stuck:
        (
          StyledText("STUCK", .bad),
          " after \(time): neither new nor previous on \(HostText.list(state.stuckHosts))"
        )
      case .refused: (StyledText("Refused", .bad), ", nothing was changed\(because)")
      case .waiting: (StyledText("Waiting", .attention), because)
      case .interrupted: (StyledText("Interrupted", .bad), " after \(time)\(because)")
      }
    var lines = [head + StyledText(tail)]
    if outcome != .succeeded, !counts.isEmpty { lines.append(StyledText("  \(counts)")) }
    lines += GroupText.serving(state).map { [StyledText("  ") + $0] } ?? []
    return lines + next(outcome, state).map { StyledText("  \($0)", .dim) }
  }

  /// What the reader can do now, most useful first.
  private static func next(_ outcome: RunOutcome, _ state: RunState) -> [String] {
    let show = "swiftplay show \(state.run) tells every step"
    switch outcome {
    case .succeeded, .rolledBack, .refused: return [show]
    case .waiting where state.plays.last?.plan.policy.confirm == true:
      return ["swiftplay approve \(state.run) goes on, swiftplay cancel \(state.run) goes back", show]
    case .waiting where state.plays.last?.plan.groupSwitch != nil:
      return [
        "swiftplay resume \(state.run) goes on then (--wait waits for it), swiftplay cancel \(state.run) goes back",
        show,
      ]
    case .waiting:
      return [
        "swiftplay resume \(state.run) goes on in the next opening, swiftplay cancel \(state.run) goes back",
        show,
      ]
    case .failed where state.header?.mode.steering != nil: return [show]
    case .failed:
      let back = "swiftplay rollback \(state.run) puts back what it has changed"
      return state.touchedHosts.isEmpty ? [show] : [back, show]
    case .stuck:
      return ["swiftplay resume \(state.run) tries these hosts again, once their trouble is over", show]
    case .interrupted where state.isAbandoned: return [show]
    case .interrupted:
      return ["swiftplay resume \(state.run) goes on, swiftplay cancel \(state.run) goes back", show]
    }
  }
}
