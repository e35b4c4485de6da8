import PlayModel

/// Replaces templates in values of the inventory outside of any play: how to reach a host, an ad hoc
/// command's variables.
public struct InventoryRendering {
  private let variables: PlayVariables

  /// - Parameter extraVariables: from the command line; they win over the inventory's, as everywhere.
  public init(inventory: InventoryFacts, extraVariables: ExtraVariables = .none, runID: RunID) {
    variables = PlayVariables(inventory: inventory, groups: GroupFacts(inventory.groups), runID: runID)
    for layer in extraVariables.layers { variables.set(layer.entries, from: layer.source) }
  }

  /// A value of a host's variable with its templates replaced.
  ///
  /// - Parameter position: where the value was written; problems point there.
  public func render(
    _ value: Value, of host: HostName, at position: SourcePosition
  ) throws(FileProblem) -> Value {
    let origin = TemplateResolver.Origin(variable: nil, definition: nil, use: position)
    let (node, recording) = variables.scope(of: host).resolve(value, from: origin)
    if let problem = recording.problems.first { throw problem }
    return node.value
  }

  private static let connectionVariables = Set(InventoryVariable.all.flatMap(\.names))

  private static func isConnection(_ name: String) -> Bool {
    name.hasPrefix("ansible_") || connectionVariables.contains(name)
  }

  /// The host with the connection variables that the command line sets laid over its own (`-e ansible_user=…`).
  public func overlaid(_ host: InventoryHost) throws(FileProblem) -> InventoryHost {
    let names = variables.definitions.keys.filter(Self.isConnection).sorted()
    guard !names.isEmpty else { return host }
    var merged = host.variables
    let scope = variables.scope(of: host.name)
    for name in names {
      guard let definition = variables.definitions[name] else { continue }
      let (node, recording) = scope.resolve(definition.node, source: definition.source)
      if let problem = recording.problems.first { throw problem }
      merged[name] = node.value
    }
    return InventoryHost(
      name: host.name, groupNames: host.groupNames, variables: merged, layers: host.layers,
      inventoryFile: host.inventoryFile, inventoryDirectory: host.inventoryDirectory,
      isImplicit: host.isImplicit)
  }
}
