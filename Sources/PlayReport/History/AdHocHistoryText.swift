import PlayModel

/// The list of ad hoc commands.
public enum AdHocHistoryText {
  /// A line a command, newest first as given.
  public static func table(_ commands: [AdHocRecord], style: ReportStyle, columns: Int?) -> String {
    guard !commands.isEmpty else { return "No commands.\n" }
    let heading = ["started", "by", "hosts", "outcome", "command"].map { StyledText($0, .dim) }
    let rows = commands.map { command in
      [
        StyledText(TimeText.local(command.startedAt, in: style.zone)), StyledText(command.user),
        StyledText(HostSet(command.hosts).description), outcome(command), StyledText(command.command),
      ]
    }
    return TextColumns.lines([heading] + rows).map { line in
      (columns.map { line.cut(to: $0) } ?? line).rendered(colour: style.colour) + "\n"
    }.joined()
  }

  /// `3 ok`, `2 ok, 1 failed (3)`: the exit codes in brackets.
  private static func outcome(_ command: AdHocRecord) -> StyledText {
    guard command.finishedAt != nil else { return StyledText("unfinished", .attention) }
    var parts: [String] = []
    for outcome in ExecResult.Outcome.allCases {
      let those = command.results.filter { $0.outcome == outcome }
      guard !those.isEmpty else { continue }
      let codes = Set(those.compactMap(\.exit).filter { $0 != 0 }).sorted().map(String.init)
      let word = outcome == .timedOut ? "timed out" : outcome.rawValue
      parts.append("\(those.count) \(word)" + (codes.isEmpty ? "" : " (\(codes.joined(separator: ", ")))"))
    }
    let missing = command.hosts.count - command.results.count
    if missing > 0 { parts.append("\(missing) interrupted") }
    if parts.isEmpty { return StyledText("nowhere", .attention) }
    let isGood = missing == 0 && command.results.allSatisfy { $0.outcome == .ok }
    return StyledText(parts.joined(separator: ", "), isGood ? .good : .bad)
  }

  /// One `exec.record` object a command (docs/json.md).
  public static func json(_ commands: [AdHocRecord]) -> String {
    commands.map { command in
      var fields = JSONFields()
      fields.add("type", "exec.record")
      fields.add("id", command.id.text)
      fields.add("time", command.startedAt)
      fields.add("finished", command.finishedAt)
      fields.add("user", command.user)
      fields.add("machine", command.machine)
      fields.add("directory", command.directory)
      fields.add("command", command.command)
      fields.add("hosts", .array(command.hosts.map { .string($0.text) }))
      fields.add("results", .array(command.results.map(object)))
      return fields.object.text + "\n"
    }.joined()
  }

  private static func object(_ result: ExecResult) -> JSONText {
    var fields = JSONFields()
    fields.add("host", result.host.text)
    fields.add("outcome", result.outcome.rawValue)
    fields.add("exit", result.exit)
    fields.add("error", result.detail)
    return fields.object
  }
}
