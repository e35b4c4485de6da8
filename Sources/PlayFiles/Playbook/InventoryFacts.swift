import PlayModel

/// What a playbook needs to know of the inventory.
public struct InventoryFacts: Sendable {
  /// The hosts a pattern means, in its order. A problem with the pattern itself is thrown with `position`, where
  /// the playbook has it; an empty answer is the caller's to report.
  public var hosts: @Sendable (_ pattern: String, _ position: SourcePosition) throws -> [HostName]
  /// A host's variables, merged by the inventory's own rules.
  public var variables: @Sendable (HostName) -> [String: Value]
  /// Where the inventory gives a host's variable its value, if that is known: problems in it point there.
  public var definition: @Sendable (_ variable: String, HostName) -> SourcePosition?
  /// Every group with all its hosts, those of its children included; `all` and `ungrouped` among them.
  public var groups: [String: [HostName]]
  /// What `--limit` leaves; `nil` is every host.
  public var limit: Set<HostName>?

  public init(
    hosts: @escaping @Sendable (_ pattern: String, _ position: SourcePosition) throws -> [HostName],
    variables: @escaping @Sendable (HostName) -> [String: Value],
    definition: @escaping @Sendable (_ variable: String, HostName) -> SourcePosition? = { _, _ in nil },
    groups: [String: [HostName]] = [:], limit: Set<HostName>? = nil
  ) {
    self.hosts = hosts
    self.variables = variables
    self.definition = definition
    self.groups = groups
    self.limit = limit
  }
}
