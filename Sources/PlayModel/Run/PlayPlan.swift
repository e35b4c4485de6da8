/// What one play will do: batches in order, hosts of a batch at once, steps of a host in order.
public struct PlayPlan: Sendable, Hashable, Codable {
  /// Index of the play in the run, from 0.
  public var play: Int
  public var name: String
  public var policy: RolloutPolicy
  public var batches: [[HostName]]
  public var hosts: [HostPlan]
  /// Of a blue-green play that moves traffic.
  public var groupSwitch: GroupSwitch?

  public init(
    play: Int, name: String, policy: RolloutPolicy, batches: [[HostName]], hosts: [HostPlan],
    groupSwitch: GroupSwitch? = nil
  ) {
    self.play = play
    self.name = name
    self.policy = policy
    self.batches = batches
    self.hosts = hosts
    self.groupSwitch = groupSwitch
  }

  /// Hosts on which something happens, in the order of the batches.
  public var changingHosts: [HostName] { batches.flatMap(\.self) }

  public var changes: Bool { !batches.isEmpty }
}
