import PlayModel

/// The windows that hold for a play: those it names, and every freeze that its hosts have.
struct PlayWindows {
  let variables: PlayVariables
  let log: ProblemLog
  var zones = ZoneCatalog()
  let files: FileAccess

  /// - Parameters:
  ///   - names: the windows that are named, and where.
  ///   - hosts: all the play's hosts; they have to agree on what their windows are.
  func read(named names: [(name: String, position: SourcePosition)], hosts: [HostName]) -> [Window] {
    guard let first = hosts.first else { return [] }
    let scope = variables.scope(of: first)
    let use = names.first?.position ?? SourcePosition(file: "the inventory's variable windows")
    guard let node = node(scope, use: use) else {
      for (name, position) in names {
        log.add(
          at: position, "there is no window `\(name)`: the play's hosts have no variable `windows`",
          hint: "windows are written in the inventory, see docs/windows.md")
      }
      return []
    }
    for host in hosts.dropFirst() where variables.scope(of: host).raw("windows") != scope.raw("windows") {
      log.add(
        at: node.position, "`windows` differs between \(first) and \(host), which are in one play",
        hint: "write it where it is the same for all of them, such as in group_vars/all.yml")
      return []
    }
    let all = WindowsReader(zones: zones, log: log).read(node)
    for (name, position) in names where !all.contains(where: { $0.name == name }) {
      guard log.problems.isEmpty else { continue }
      let known = all.map(\.name)
      log.add(
        at: position, "there is no window `\(name)`",
        hint: NearestName.hint(name, in: known)
          ?? (known.isEmpty ? nil : "the inventory has \(known.joined(separator: ", "))"))
    }
    return all.filter { window in
      window.kind == .deny || names.contains { $0.name == window.name }
    }
  }

  /// Every window of a host.
  func all(of host: HostName) -> [Window] {
    node(variables.scope(of: host), use: SourcePosition(file: "the inventory's variable windows"))
      .map { WindowsReader(zones: zones, log: log).read($0) } ?? []
  }

  /// The variable, with the places it was written at; `nil` when the host does not have it.
  private func node(_ scope: HostScope, use: SourcePosition) -> ResolvedNode? {
    if let definition = variables.definitions["windows"] {
      let (node, recording) = scope.resolve(definition.node, source: definition.source)
      recording.problems.forEach { log.add($0) }
      return node
    }
    guard let value = scope.raw("windows") else { return nil }
    let place = scope.host.flatMap { variables.inventory.definition("windows", $0) }
    let origin = TemplateResolver.Origin(variable: "windows", definition: place, use: place ?? use)
    let (node, recording) = scope.resolve(value, from: origin)
    recording.problems.forEach { log.add($0) }
    return node.placed(as: place.flatMap { WrittenValue.node(at: $0, files: files) })
  }
}
