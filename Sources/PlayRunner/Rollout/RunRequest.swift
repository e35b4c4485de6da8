import PlayModel
import PlayPlanning

/// What a run is asked to do: everything resolved, nothing read from files any more.
public struct RunRequest: Sendable {
  public var run: RunID
  public var header: RunHeader
  public var plays: [Play]
  public var hosts: [HostName: HostAccess]
  /// Replace also what is already right.
  public var force: Bool
  /// Set for a run that deploys nothing from a playbook. `plays` are the planner's own then.
  public var planner: (any PlayPlanner)?
  /// The opening the run has to keep to; `nil` is no limit.
  public var window: RunWindow?
  public var patience: WindowPatience
  /// Hosts worked on at once, within a batch too.
  public var forks: Int

  public init(
    run: RunID, header: RunHeader, plays: [Play], hosts: [HostName: HostAccess], force: Bool = false,
    planner: (any PlayPlanner)? = nil, window: RunWindow? = nil, patience: WindowPatience = .stop,
    forks: Int = 64
  ) {
    self.run = run
    self.header = header
    self.plays = planner?.plays ?? plays
    self.planner = planner
    self.hosts = hosts
    self.force = force
    self.window = window
    self.patience = patience
    self.forks = forks
  }

  /// Each host of any play once, in the order of the plays.
  var allHosts: [HostName] {
    var seen: Set<HostName> = []
    return plays.flatMap { $0.hosts.map(\.host) }.filter { seen.insert($0).inserted }
  }
}
