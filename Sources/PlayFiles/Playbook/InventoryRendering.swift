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
    var resolver = TemplateResolver(scope: variables.scope(of: host), source: nil)
    let origin = TemplateResolver.Origin(variable: "", definition: nil, use: position)
    let node = resolver.resolve(value, from: origin, cache: variables.templates)
    if let problem = resolver.problems.first {
      let message = problem.message.replacing("in the inventory's variable ``: ", with: "")
      throw FileProblem(at: position, message, hint: problem.hint)
    }
    return node.value
  }

  /// The host with what the command line sets laid over its own variables (`-e ansible_user=…`).
  public func overlaid(_ host: InventoryHost) throws(FileProblem) -> InventoryHost {
    guard !variables.definitions.isEmpty else { return host }
    var merged = host.variables
    let scope = variables.scope(of: host.name)
    for name in variables.definitions.keys.sorted() {
      let position = SourcePosition(file: "-e \(name)")
      do throws(ValueFault) {
        merged[name] = try scope.value(of: name, use: position)?.value
      } catch {
        throw FileProblem(at: position, error.message, hint: error.hint)
      }
    }
    return InventoryHost(
      name: host.name, groupNames: host.groupNames, variables: merged, layers: host.layers,
      inventoryFile: host.inventoryFile, inventoryDirectory: host.inventoryDirectory,
      isImplicit: host.isImplicit)
  }
}
