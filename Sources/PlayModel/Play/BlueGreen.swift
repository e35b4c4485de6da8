/// Two groups of hosts of which one serves: the other one is deployed to, and then takes over
/// (`strategy: blue_green`).
public struct BlueGreen: Sendable, Hashable, Codable {
  public struct Group: Sendable, Hashable, Codable {
    public var name: String
    /// In the order of the play.
    public var hosts: [HostName]

    public init(name: String, hosts: [HostName]) {
      self.name = name
      self.hosts = hosts
    }
  }

  /// What becomes of the group that served before.
  public enum Standby: String, Sendable, Hashable, Codable {
    /// It stays as it is, ready to take over again.
    case keep
    /// It gets the release too, once the other one serves.
    case upgrade
  }

  public var groups: [Group]
  public var standby: Standby

  public init(groups: [Group], standby: Standby = .keep) {
    self.groups = groups
    self.standby = standby
  }

  /// The group beside the one of this name.
  public func other(than name: String) -> Group? { groups.first { $0.name != name } }
}
