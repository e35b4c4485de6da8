import PlayModel

/// Decides what a run does that deploys nothing from a playbook. Pure, as `RolloutPlanner`.
public protocol PlayPlanner: Sendable {
  /// The run's plays: their hosts, and the services that are locked there.
  var plays: [Play] { get }
  /// Specs of today's playbook, whose secrets may be used.
  var known: [Play] { get }

  /// - Parameters:
  ///   - index: of `plays`.
  ///   - observed: the reachable hosts.
  ///   - live: of a blue-green play, the group that serves.
  /// - Returns: the plan, and the hosts that cannot take part.
  func plan(
    _ index: Int, observed: [HostName: RolloutPlanner.Observation], live: BlueGreen.Group?
  ) -> RolloutPlanner.Result

  /// What has to be pulled first.
  func pulls(observed: [HostName: RolloutPlanner.Observation]) -> [Play]
}
