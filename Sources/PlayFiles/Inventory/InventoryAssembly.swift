import PlayModel

/// Makes the inventory of what the sources said: reads the files of variables, puts all layers in
/// Ansible's order and merges them for every host.
///
/// Weakest first: inline of `all`; inline of the other groups; the inventories' `group_vars/all`; the
/// playbook's; the inventories' other `group_vars`; the playbook's; inline of the host; the inventories'
/// `host_vars`; the playbook's. Between groups: depth, then priority, then name.
struct InventoryAssembly {
  let builder: InventoryBuilder
  let inventoryFolders: [VariableFolder]
  let playbookFolder: VariableFolder
  /// Ansible shows a group's variables from beside a playbook only when one is named.
  let playbookIsGiven: Bool

  private var layers: [VariableLayer] = []
  private var values: [[String: Value]] = []
  /// Layers that were read from files, so that each file is read once.
  private var fileLayers: [FileKey: Int?] = [:]
  private var inlineGroupLayers: [Int?] = []
  /// Merged variables of the groups' layers, which many hosts have in common.
  private var merged: [[Int]: [String: Value]] = [:]
  private var problems: [FileProblem] = []

  private struct FileKey: Hashable {
    let folder: String
    let owner: VariableFolder.Owner
  }

  init(
    builder: InventoryBuilder, inventoryFolders: [VariableFolder], playbookFolder: VariableFolder,
    playbookIsGiven: Bool
  ) {
    self.builder = builder
    self.inventoryFolders = inventoryFolders
    self.playbookFolder = playbookFolder
    self.playbookIsGiven = playbookIsGiven
  }

  func assemble() throws(FileProblems) -> Inventory {
    var assembly = self
    return try assembly.run()
  }

  private mutating func run() throws(FileProblems) -> Inventory {
    inlineGroupLayers = builder.groups.map { addLayer($0.variables) }
    let groups = builder.groups.map { group($0) }
    let hosts = builder.hosts.map { host($0) }
    let implicit = implicitHosts()
    guard problems.isEmpty else { throw FileProblems(problems) }
    return Inventory(
      hosts: hosts, groups: groups, layers: layers, implicitHosts: implicit,
      warnings: builder.warnings + nameClashes())
  }

  // MARK: Layers

  private mutating func addLayer(_ assignments: [String: [VariableAssignment]]) -> Int? {
    guard !assignments.isEmpty else { return nil }
    layers.append(VariableLayer(assignments))
    values.append(assignments.compactMapValues { $0.last?.value })
    return layers.count - 1
  }

  private mutating func layer(in folder: VariableFolder, of owner: VariableFolder.Owner) -> Int? {
    let key = FileKey(folder: folder.path, owner: owner)
    if let known = fileLayers[key] { return known }
    var layer: Int?
    do throws(FileProblem) {
      layer = addLayer(try folder.assignments(of: owner))
    } catch {
      problems.append(error)
    }
    fileLayers[key] = .some(layer)
    return layer
  }

  private mutating func layers(of owners: [VariableFolder.Owner]) -> (inventory: [Int], playbook: [Int]) {
    var inventory: [Int] = []
    for folder in inventoryFolders {
      for owner in owners { inventory += layer(in: folder, of: owner).map { [$0] } ?? [] }
    }
    var playbook: [Int] = []
    for owner in owners { playbook += layer(in: playbookFolder, of: owner).map { [$0] } ?? [] }
    return (inventory, playbook)
  }

  private mutating func groupLayers(_ groups: [Int]) -> [Int] {
    let all = layers(of: [.group("all")])
    let others = layers(of: groups.map { .group(builder.groups[$0].name) })
    let inline = ([InventoryBuilder.all] + groups).compactMap { inlineGroupLayers[$0] }
    return inline + all.inventory + all.playbook + others.inventory + others.playbook
  }

  /// A folder may count twice; only its last turn matters.
  private static func withoutRepeats(_ layers: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return layers.reversed().filter { seen.insert($0).inserted }.reversed()
  }

  private mutating func merge(_ groupLayers: [Int], _ hostLayers: [Int]) -> [String: Value] {
    let base: [String: Value]
    if let known = merged[groupLayers] {
      base = known
    } else {
      base = groupLayers.reduce(into: [:]) { $0.merge(values[$1]) { _, new in new } }
      merged[groupLayers] = base
    }
    return hostLayers.reduce(into: base) { $0.merge(values[$1]) { _, new in new } }
  }

  // MARK: Hosts and groups

  private mutating func host(_ host: InventoryBuilder.Host) -> InventoryHost {
    let groups = host.groups.filter { $0 != InventoryBuilder.all }.sorted { precedes($0, $1) }
    let groupLayers = Self.withoutRepeats(groupLayers(groups))
    let files = layers(of: [.host(host.name)])
    let inline = addLayer(host.variables).map { [$0] } ?? []
    let hostLayers = Self.withoutRepeats(inline + files.inventory + files.playbook)
    return InventoryHost(
      name: HostName(host.name),
      groupNames: groups.map { builder.groups[$0].name }.sorted(by: PythonText.precedes),
      variables: merge(groupLayers, hostLayers), layers: groupLayers + hostLayers,
      inventoryFile: host.file, inventoryDirectory: host.directory)
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (left, right) = (builder.groups[left], builder.groups[right])
    if left.depth != right.depth { return left.depth < right.depth }
    if left.priority != right.priority { return left.priority < right.priority }
    return PythonText.precedes(left.name, right.name)
  }

  private mutating func group(_ group: InventoryBuilder.Group) -> InventoryGroup {
    let files = layers(of: [.group(group.name)])
    let inline = builder.groupIndex[group.name].flatMap { inlineGroupLayers[$0] }.map { [$0] } ?? []
    return InventoryGroup(
      name: group.name, hosts: group.hosts.map { HostName(builder.hosts[$0].name) },
      children: group.children.map { builder.groups[$0].name }, depth: group.depth,
      priority: group.priority,
      variables: merge(inline + files.inventory + (playbookIsGiven ? files.playbook : []), []))
  }

  /// The hosts that stand for this machine when no source names one of them. Their `host_vars` are not
  /// read: nothing is ever deployed to them.
  private mutating func implicitHosts() -> [InventoryHost] {
    let names = ["localhost", "127.0.0.1", "::1"]
    guard !names.contains(where: { builder.hostIndex[$0] != nil }) else { return [] }
    let position = SourcePosition(file: "implicit localhost")
    let own = addLayer([
      "ansible_connection": [VariableAssignment("local", at: position, scope: .host)]
    ])
    let groupLayers = Self.withoutRepeats(groupLayers([]))
    let hostLayers = own.map { [$0] } ?? []
    let variables = merge(groupLayers, hostLayers)
    return names.map { name in
      InventoryHost(
        name: HostName(name), groupNames: [], variables: variables, layers: groupLayers + hostLayers,
        isImplicit: true)
    }
  }

  private func nameClashes() -> [FileProblem] {
    builder.hosts.filter { builder.groupIndex[$0.name] != nil }.map {
      FileProblem(
        at: SourcePosition(file: $0.file ?? "-i"), "\($0.name) is both a host and a group",
        hint: "variables given to the host go to the group; rename one of the two")
    }
  }
}
