/// A group of hosts and of other groups.
public struct InventoryGroup: Sendable {
  public let name: String
  /// Hosts named in the group itself, in order.
  public let hosts: [HostName]
  /// Groups named in the group itself, in order.
  public let children: [String]
  /// The longest way down from `all`, which is 0; deeper groups' variables win.
  public let depth: Int
  /// `ansible_group_priority`: among groups of one depth the highest wins. 1 unless set.
  public let priority: Int
  /// The group's own variables: inline, then the inventory's `group_vars` (Ansible's
  /// `ansible-inventory --graph --vars` shows these).
  public let variables: [String: Value]

  public init(
    name: String, hosts: [HostName], children: [String], depth: Int, priority: Int,
    variables: [String: Value]
  ) {
    self.name = name
    self.hosts = hosts
    self.children = children
    self.depth = depth
    self.priority = priority
    self.variables = variables
  }
}
