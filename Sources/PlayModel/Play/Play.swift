/// Which hosts, which services, and how to roll out: complete, nothing left to interpolate.
public struct Play: Sendable, Hashable, Codable {
  public var name: String
  /// In the order of the inventory's pattern; batches are cut from this list.
  public var hosts: [PlayHost]
  public var rollout: RolloutPolicy
  /// When the play may change anything: the windows it names and every freeze. No part of what is stored:
  /// they are the calendar's and not the release's.
  public var windows: [Window] = []
  /// When traffic may move from one group to the other, of a blue-green play; empty: as `windows` says. No part of
  /// what is stored either.
  public var switchWindows: [Window] = []

  private enum CodingKeys: String, CodingKey { case name, hosts, rollout }

  public init(name: String, hosts: [PlayHost], rollout: RolloutPolicy) {
    self.name = name
    self.hosts = hosts
    self.rollout = rollout
  }

  /// The hosts a run has to reach: the play's own, and those of its load balancers.
  public var connectedHosts: [HostName] { hosts.map(\.host) + rollout.balancers.flatMap(\.hosts) }
}
