import PlayModel

/// The words about ad hoc commands.
public enum ExecText {
  /// Why a host is not `ok`, in lines for stderr; none when it is.
  public static func trouble(_ result: ExecResult) -> [String] {
    switch (result.outcome, result.exit) {
    case (.ok, _): []
    case (_, let code?): ["exited with \(code)"]
    case (.timedOut, nil): ["timed out: \(result.detail ?? "")"]
    case (_, nil):
      ["\(result.outcome.rawValue): \(result.detail ?? "")"] + (result.advice.map { ["  \($0)"] } ?? [])
    }
  }

  /// The last line: `297 ok, 2 failed, 1 unreachable`.
  public static func counts(_ results: [ExecResult]) -> String {
    ExecResult.Outcome.allCases.compactMap { outcome in
      let count = results.count { $0.outcome == outcome }
      let word = outcome == .timedOut ? "timed out" : outcome.rawValue
      return count > 0 || outcome == .ok ? "\(count) \(word)" : nil
    }.joined(separator: ", ")
  }

  /// Who is not done yet, for whoever asks while it runs.
  public static func running(_ hosts: [HostName], done: Int, of all: Int, for time: Duration) -> String {
    let head = "\(done) of \(all) done after \(DurationText.text(time))"
    return hosts.isEmpty ? head : "\(head), running: \(HostSet(hosts))"
  }

  /// The headline of hosts that said the same.
  public static func headline(_ group: ExecGroup) -> StyledText {
    var text = StyledText(HostSet(group.hosts).description, .strong)
    if group.hosts.count > 1 { text.append(" (\(group.hosts.count))", .dim) }
    if let trouble = ExecText.trouble(group.result).first { text.append("  \(trouble)", .bad) }
    return text
  }
}
