import PlayModel
import PlayPlanning

/// The head of `show`: what is known of the run as a whole.
enum ShowHeaderText {
  static func lines(_ state: RunState, _ style: ReportStyle, isRunning: Bool) -> [StyledText] {
    let outcome = OutcomeText.word(state.outcome, isRunning: isRunning)
    let title = StyledText("Run \(state.run)", .strong) + StyledText(": ") + outcome
    guard let header = state.header, let startedAt = state.startedAt else { return [title] }
    var rows: [(String, String)] = []
    let took = state.duration.map { ", took \(DurationText.text($0))" } ?? ""
    let day = TimeText.local(startedAt, in: style.zone)
    rows.append(("started", "\(day) \(TimeText.zone(startedAt, style.zone))\(took)"))
    rows.append(("by", "\(header.user) on \(header.machine), process \(header.processID)"))
    rows.append(("command", header.command))
    rows.append(("playbooks", header.playbooks.joined(separator: ", ")))
    rows.append(("inventories", header.inventories.joined(separator: ", ")))
    if let commit = header.gitCommit {
      rows.append(("git", commit + (header.gitDirty ? ", with uncommitted changes" : "")))
    }
    rows.append(("swiftplay", header.version))
    rows += window(header, style)
    rows += variables(header.variables)
    if let reason = state.reason { rows.append(("reason", reason)) }
    return [title]
      + TextColumns.lines(rows.map { [StyledText($0.0, .dim), StyledText($0.1)] }, indent: 2)
  }

  private static func window(_ header: RunHeader, _ style: ReportStyle) -> [(String, String)] {
    if let reason = header.windowOverride { return [("window", "overridden by \(header.user): \(reason)")] }
    guard let window = header.window else { return [] }
    let cutoff = TimeText.local(window.occurrence.cutoff, in: style.zone)
    let end = TimeText.local(window.occurrence.end, in: style.zone)
    let name = window.occurrence.window
    return [
      (
        "window",
        window.isBeforeFreeze ? "until the freeze \(name), \(end)" : "\(name), cutoff \(cutoff), end \(end)"
      )
    ]
  }

  private static func variables(_ variables: [String: Value]) -> [(String, String)] {
    variables.sorted { $0.key < $1.key }.enumerated().map { index, variable in
      (index == 0 ? "variables" : "", "\(variable.key) = \(JSONText(variable.value).text)")
    }
  }
}
