/// Hosts, groups and variables, resolved from all inventory sources as Ansible resolves them.
public struct Inventory: Sendable {
  /// Hosts in the order in which the sources name them first.
  public let hosts: [InventoryHost]
  /// Groups in the order in which the sources name them first; `all` and `ungrouped` always lead.
  public let groups: [InventoryGroup]
  /// Every layer of variables; hosts point into it.
  public let layers: [VariableLayer]
  /// The hosts `localhost`, `127.0.0.1` and `::1` stand for when no source names them.
  public let implicitHosts: [InventoryHost]
  /// What Ansible warns of: keys that mean nothing, names used twice.
  public let warnings: [FileProblem]

  private let hostIndex: [HostName: Int]
  private let groupIndex: [String: Int]
  /// The members of each group of `groups`, in the order of `members(of:)`.
  private let memberLists: [[HostName]]

  public init(
    hosts: [InventoryHost], groups: [InventoryGroup], layers: [VariableLayer] = [],
    implicitHosts: [InventoryHost] = [], warnings: [FileProblem] = []
  ) {
    self.hosts = hosts
    self.groups = groups
    self.layers = layers
    self.implicitHosts = implicitHosts
    self.warnings = warnings
    hostIndex = Dictionary(
      hosts.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    groupIndex = Dictionary(
      groups.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    memberLists = Self.memberLists(groups, groupIndex)
  }

  /// The host of that name, an implicit `localhost` included.
  public func host(_ name: HostName) -> InventoryHost? {
    hostIndex[name].map { hosts[$0] } ?? implicitHosts.first { $0.name == name }
  }

  /// Whether a source names this host.
  public func names(_ host: HostName) -> Bool { hostIndex[host] != nil }

  public func group(_ name: String) -> InventoryGroup? { groupIndex[name].map { groups[$0] } }

  /// All hosts of a group and of the groups below it, each once: the group's own first, then level by
  /// level. Empty for a group that does not exist.
  public func members(of group: String) -> [HostName] { groupIndex[group].map { memberLists[$0] } ?? [] }

  /// Ansible's variable `groups`: every group's members.
  public var membersByGroup: [String: [HostName]] { groupIndex.mapValues { memberLists[$0] } }

  /// Every assignment to each of a host's variables, the one that counts last.
  public func assignments(of host: InventoryHost) -> [String: [VariableAssignment]] {
    var all: [String: [VariableAssignment]] = [:]
    for layer in host.layers where layers.indices.contains(layer) {
      all.merge(layers[layer].assignments) { weaker, stronger in weaker + stronger }
    }
    return all
  }

  private static func memberLists(
    _ groups: [InventoryGroup], _ index: [String: Int]
  ) -> [[HostName]] {
    groups.indices.map { start in
      var seenGroups: Set<Int> = [start]
      var queue = [start]
      var next = 0
      var seenHosts: Set<HostName> = []
      var members: [HostName] = []
      while next < queue.count {
        let group = groups[queue[next]]
        next += 1
        members += group.hosts.filter { seenHosts.insert($0).inserted }
        queue += group.children.compactMap { index[$0] }.filter { seenGroups.insert($0).inserted }
      }
      return members
    }
  }
}
