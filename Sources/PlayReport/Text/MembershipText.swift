import PlayModel
import PlayPlanning

/// A host's places in its load balancers, in words.
enum MembershipText {
  /// `behind edge`, `behind edge and cdn`
  static func behind(_ policy: RolloutPolicy) -> String? {
    let names = policy.balancers.map(\.name)
    return names.isEmpty ? nil : "behind \(names.joined(separator: " and "))"
  }

  /// What it means for the host that a step in its balancers has ended, or was taken back.
  static func moved(
    _ key: StepKey, _ policy: RolloutPolicy, _ host: HostRecord, undone: Bool
  ) -> StyledText? {
    guard let behind = behind(policy), let seen = drain(key, host)?.memberships else { return nil }
    let places = seen.filter { $0.state == .ready }
    switch (key.kind, undone) {
    case (.join, false):
      guard !places.isEmpty else { return StyledText("stays out of service\(kept(seen))", .attention) }
      // What was stopped on purpose serves when it is started.
      let change = host.change(play: key.play, service: key.service)
      guard change?.verdict != .stop, change?.verdict != .remove else { return nil }
      return StyledText("back \(behind)", .good) + StyledText(after(key, host) + kept(seen))
    case (.drain, true):
      guard !places.isEmpty, host.step(key)?.undoOutcome == .succeeded else { return nil }
      return StyledText("back \(behind)", .attention) + StyledText(", as before")
    default: return nil
    }
  }

  private static func drain(_ key: StepKey, _ host: HostRecord) -> StepRecord? {
    host.steps.first { $0.key.play == key.play && $0.key.kind == .drain }
  }

  /// From the moment it was to leave to the one it is back.
  private static func after(_ key: StepKey, _ host: HostRecord) -> String {
    guard let from = drain(key, host)?.startedAt, let to = host.step(key)?.finishedAt else { return "" }
    return " after \(DurationText.text(max(.zero, to.since(from))))"
  }

  /// What somebody else has taken out stays so.
  private static func kept(_ seen: [BalancerMembership]) -> String {
    let words: [(BalancerMembership.State, String)] = [(.maint, "in maintenance"), (.drain, "drained")]
    return words.map { state, word in
      var servers: [String] = []
      for one in seen where one.state == state {
        let server = "\(one.backend)/\(one.server) on \(one.host)"
        if !servers.contains(server) { servers.append(server) }
      }
      return servers.isEmpty ? "" : "; \(servers.joined(separator: ", ")) \(word) as before"
    }.joined()
  }
}
