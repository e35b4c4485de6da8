import PlayModel

extension InventoryBuilder {
  /// All groups above `group`.
  func ancestors(of group: Int) -> Set<Int> { reach(from: group) { groups[$0].parents } }

  /// Hosts of a group and of all groups below it.
  private func members(of group: Int) -> Set<Int> {
    reach(from: group) { groups[$0].children }.union([group])
      .reduce(into: []) { $0.formUnion(groups[$1].hosts) }
  }

  private func reach(from group: Int, _ next: (Int) -> [Int]) -> Set<Int> {
    var found: Set<Int> = []
    var open = next(group)
    while let group = open.popLast() {
      if found.insert(group).inserted { open += next(group) }
    }
    return found
  }

  /// Puts a host into a group, and so into all groups above it.
  mutating func attach(host: Int, to group: Int) {
    guard groups[group].hostSet.insert(host).inserted else { return }
    groups[group].hosts.append(host)
    hosts[host].groups.formUnion(ancestors(of: group))
    hosts[host].groups.insert(group)
  }

  /// Puts what is named `child`, a group or else a host, into the group.
  mutating func addChild(_ child: String, to group: Int) throws(Refusal) {
    if let index = groupIndex[child] {
      try addGroup(index, to: group)
    } else if let index = hostIndex[child] {
      attach(host: index, to: group)
    } else {
      throw Refusal(
        "\(child) is neither a group nor a host",
        hint: NearestName.hint(child, in: groups.map(\.name)))
    }
  }

  private mutating func addGroup(_ child: Int, to group: Int) throws(Refusal) {
    guard child != group else { throw Refusal("the group \(groups[group].name) cannot be its own child") }
    guard !groups[group].children.contains(child) else { return }
    var added = ancestors(of: group)
    guard !added.contains(child) else {
      throw Refusal(
        "\(groups[child].name) as a child of \(groups[group].name) closes a loop of groups",
        hint: "\(groups[group].name) is itself below \(groups[child].name)")
    }
    added.insert(group)
    added.subtract(ancestors(of: child))
    groups[group].children.append(child)
    groups[child].depth = max(groups[group].depth + 1, groups[child].depth)
    deepen(below: child)
    guard !groups[child].parents.contains(group) else { return }
    groups[child].parents.append(group)
    for host in members(of: child) { hosts[host].groups.formUnion(added) }
  }

  /// Pushes the groups below down, level by level.
  private mutating func deepen(below group: Int) {
    var depth = groups[group].depth
    var level = Set(groups[group].children)
    while !level.isEmpty {
      depth += 1
      var next: Set<Int> = []
      for child in level where groups[child].depth < depth {
        groups[child].depth = depth
        next.formUnion(groups[child].children)
      }
      level = next
    }
  }

  /// Ansible's last step: every group hangs below `all`, and `ungrouped` holds the hosts that are in no
  /// other group.
  mutating func reconcile() throws(Refusal) {
    for group in groups.indices where group != Self.all && ancestors(of: group).isEmpty {
      try addGroup(group, to: Self.all)
    }
    let builtIn: Set<Int> = [Self.all, Self.ungrouped]
    for host in hosts.indices {
      let mine = hosts[host].groups
      if mine.contains(Self.ungrouped) {
        if !mine.subtracting(builtIn).isEmpty { remove(host: host, from: Self.ungrouped) }
      } else if mine.isEmpty || mine == [Self.all] {
        try addChild(hosts[host].name, to: Self.ungrouped)
      }
    }
  }

  private mutating func remove(host: Int, from group: Int) {
    guard groups[group].hostSet.contains(host) else { return }
    groups[group].hostSet.remove(host)
    groups[group].hosts.removeAll { $0 == host }
    leave(host: host, group)
  }

  /// The host leaves a group, and the groups above it that no other group of the host's is in.
  private mutating func leave(host: Int, _ group: Int) {
    guard hosts[host].groups.remove(group) != nil else { return }
    for above in ancestors(of: group) where above != Self.all {
      let others = hosts[host].groups
      if !others.contains(where: { ancestors(of: $0).contains(above) }) { leave(host: host, above) }
    }
  }
}
