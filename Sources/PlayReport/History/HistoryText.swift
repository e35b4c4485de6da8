import PlayModel

/// The list of runs, a line each.
public enum HistoryText {
  /// A table, newest first as given. `running` are the runs whose program is known to be alive; `columns`
  /// is the terminal's width, `nil` where there is none.
  public static func table(
    _ runs: [RunSummary], style: ReportStyle, columns: Int? = nil, running: Set<RunID> = []
  ) -> String {
    guard !runs.isEmpty else { return "No runs.\n" }
    let heading = ["run", "started", "by", "hosts", "outcome", "took", "what"].map { StyledText($0, .dim) }
    var rows = [heading] + runs.map { row($0, style: style, isRunning: running.contains($0.run)) }
    // What was run says more than how long it took, where there is not room for both.
    if let columns, columns < 100 { for index in rows.indices { rows[index].remove(at: 5) } }
    let lines = TextColumns.lines(rows)
    let isUnclear = runs.contains { $0.outcome == nil && !running.contains($0.run) }
    let hint =
      isUnclear
      ? [StyledText(), StyledText("unfinished: the program still runs, or was killed", .dim)] : []
    return (lines + hint).map { line in
      (columns.map { line.cut(to: $0) } ?? line).rendered(colour: style.colour) + "\n"
    }.joined()
  }

  private static func row(_ run: RunSummary, style: ReportStyle, isRunning: Bool) -> [StyledText] {
    [
      StyledText(run.run.text), StyledText(TimeText.local(run.startedAt, in: style.zone)),
      StyledText(run.header.user), StyledText("\(run.hostCount)"),
      OutcomeText.word(run.outcome, isRunning: isRunning), StyledText(DurationText.text(run.duration)),
      what(run),
    ]
  }

  /// `web 2.0, cache 7.2`; without services the playbooks. A run that only looked, or went back, says so.
  private static func what(_ run: RunSummary) -> StyledText {
    let services = run.services.map { "\($0.service) \($0.version)" }.joined(separator: ", ")
    let text = services.isEmpty ? run.header.playbooks.joined(separator: ", ") : services
    switch run.header.mode {
    case .run: return StyledText(text)
    case .check: return StyledText("check: ", .dim) + StyledText(text)
    case .start, .stop, .restart, .rollback:
      let mode = run.header.mode.rawValue
      // One that was refused before its plan still says what it was to take back.
      guard !text.isEmpty else {
        return StyledText(run.header.undoes.map { "\(mode) of \($0)" } ?? mode, .attention)
      }
      return StyledText("\(mode): ", .attention) + StyledText(text)
    }
  }
}
