import PlayModel
import PlayPlanning

/// What a run knows of its hosts while it goes.
struct FleetState: Sendable {
  /// Hosts that take part.
  var observed: [HostName: RolloutPlanner.Observation]
  /// Hosts that were left out before anything was changed there.
  private(set) var troubles: [HostName: Trouble]
  /// Hosts whose deployment failed.
  var failed: [HostName: Trouble] = [:]
  /// By the play's index: the group that serves, of blue-green plays.
  var live: [Int: BlueGreen.Group] = [:]

  init(observed: [HostName: RolloutPlanner.Observation], troubles: [HostName: Trouble]) {
    self.observed = observed
    self.troubles = troubles
  }

  mutating func exclude(_ new: [HostName: Trouble]) {
    for (host, trouble) in new {
      observed[host] = nil
      troubles[host] = troubles[host] ?? trouble
    }
  }

  /// Hosts that cannot be looked at again: they stay in the plans, and fail when their turn comes.
  mutating func miss(_ new: [HostName: Trouble]) {
    for (host, trouble) in new { troubles[host] = troubles[host] ?? trouble }
  }

  /// A later look at hosts an earlier play has changed; what is known of their images stays.
  mutating func refresh(_ fresh: [HostName: RolloutPlanner.Observation]) {
    for (host, observation) in fresh { observed[host]?.survey = observation.survey }
  }

  /// Why nothing may begin: other runs hold hosts.
  var lockRefusal: String? {
    let locked = troubles.filter { $0.value.reason == .locked }.sorted { $0.key.text < $1.key.text }
    guard let (host, trouble) = locked.first else { return nil }
    let others = locked.count == 1 ? "" : ", and \(locked.count - 1) more hosts"
    return "\(host): \(trouble.detail)\(others)"
  }

  /// Why nothing may begin: `refuse_older` is on, and a host runs a newer image. One such host is enough:
  /// the whole run comes too late.
  var olderRefusal: String? {
    let older = troubles.filter { $0.value.reason == .older }.min { $0.key.text < $1.key.text }
    return older.map { host, trouble in
      "\(host): \(trouble.detail)" + (trouble.advice.map { "; \($0)" } ?? "")
    }
  }

  /// Why nothing may begin; `nil` when every play's failures are within its budget.
  func refusal(_ plays: [Play]) -> String? {
    for play in plays {
      let lost = play.hosts.filter { troubles[$0.host] != nil }
      let allowed = play.rollout.maxFailures.allowed(of: play.hosts.count)
      guard lost.count > allowed || (lost.count == play.hosts.count && !lost.isEmpty) else { continue }
      let some = lost.count == 1 ? "1 host cannot" : "\(lost.count) hosts cannot"
      return "\(some) take part in play \"\(play.name)\", and max_failures allows \(allowed)"
    }
    return nil
  }
}
