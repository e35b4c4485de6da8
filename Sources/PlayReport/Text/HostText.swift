import PlayModel

/// Hosts and counts in sentences.
enum HostText {
  /// `h1`, `h1, h2`, and from three on `web[01-12],db1`; with their number where nobody would count.
  static func list(_ hosts: [HostName]) -> String {
    if hosts.count <= 2 { return hosts.map(\.text).joined(separator: ", ") }
    let folded = HostSet(hosts).description
    return hosts.count > 6 ? "\(folded) (\(count(hosts.count)))" : folded
  }

  static func count(_ hosts: Int) -> String { hosts == 1 ? "1 host" : "\(hosts) hosts" }

  /// What people call an outcome.
  static func word(_ outcome: HostOutcome) -> StyledText {
    switch outcome {
    case .changed: StyledText("changed", .good)
    case .unchanged: StyledText("unchanged", .dim)
    case .failed: StyledText("failed", .bad)
    case .rolledBack: StyledText("rolled back", .attention)
    case .unreachable: StyledText("unreachable", .bad)
    case .notAttempted: StyledText("not attempted", .dim)
    case .stuck: StyledText("STUCK", .bad)
    }
  }

  /// `2 rolled back, 1 failed`: what needs attention first.
  static func counts(_ counts: [HostOutcome: Int]) -> String {
    let order: [HostOutcome] = [
      .stuck, .failed, .unreachable, .rolledBack, .changed, .unchanged, .notAttempted,
    ]
    return order.compactMap { outcome in
      counts[outcome].map { "\($0) \(outcome == .stuck ? "stuck" : word(outcome).plain)" }
    }.joined(separator: ", ")
  }
}
