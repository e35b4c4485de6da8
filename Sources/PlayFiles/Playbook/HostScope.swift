import PlayModel

/// The variables of one host in one play: computed when asked for, at most once.
///
/// It notes which of the host's own variables were read. Two hosts that agree on those get the same result,
/// which spares computing it for each of ten thousand hosts.
final class HostScope: VariableScope {
  /// What happened while something was computed.
  struct Recording {
    /// The host's own variables that were asked for, found or not, in order.
    var reads: [String] = []
    var problems: [FileProblem] = []

    mutating func add(_ other: Recording) {
      for read in other.reads where !reads.contains(read) { reads.append(read) }
      for problem in other.problems where !problems.contains(problem) { problems.append(problem) }
    }
  }

  struct Computed {
    let node: ResolvedNode
    let recording: Recording
  }

  private unowned let play: PlayVariables
  /// `nil` where no host is known: names that the play does not set are then unknown instead of undefined.
  let host: HostName?
  private let variables: [String: Value]
  private var computed: [String: Computed] = [:]
  private var underWay: [String] = []
  private var recording = Recording()

  init(_ play: PlayVariables, host: HostName?) {
    self.play = play
    self.host = host
    variables = host.map(play.inventory.variables) ?? [:]
  }

  /// Replaces the templates in `node`, and says what was read and what went wrong.
  func resolve(_ node: TemplateNode, source: SourceText) -> (node: ResolvedNode, recording: Recording) {
    let outer = recording
    defer { recording = outer }
    recording = Recording()
    let resolved = resolveHere(node, source: source)
    return (resolved, recording)
  }

  /// Replaces the templates in a value of the inventory, and says what was read and what went wrong.
  func resolve(_ value: Value, from origin: TemplateResolver.Origin) -> (
    node: ResolvedNode, recording: Recording
  ) {
    let outer = recording
    defer { recording = outer }
    recording = Recording()
    let resolved = resolveHere(value, from: origin)
    return (resolved, recording)
  }

  /// What went wrong since the last time somebody asked, outside of `resolve`.
  func takeProblems() -> [FileProblem] {
    defer { recording.problems = [] }
    return recording.problems
  }

  /// A host's own value of a name, as the inventory has it: what tells hosts apart.
  func raw(_ name: String) -> Value? {
    switch name {
    case "inventory_hostname": host.map { .string($0.text) }
    case "group_names": host.map(play.groups.names)
    default: variables[name]
    }
  }

  var nesting: Nesting { play.nesting }

  var names: [String] {
    (Set(variables.keys).union(play.definitions.keys).union(VariableName.always.map(\.name))).sorted()
  }

  func hasHost(_ host: String) -> Bool { play.groups.hosts.contains(HostName(host)) }

  func value(of name: String, onHost host: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode? {
    let other = play.scope(of: HostName(host))
    let outer = other.recording
    other.recording = Recording()
    defer { other.recording = outer }
    let node = try other.value(of: name, use: use)
    if other !== self { for problem in other.recording.problems { note(problem) } }
    return node
  }

  func value(of name: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode? {
    if name == "groups" { return play.groups.node }
    if let known = computed[name] ?? play.shared[name] {
      recording.add(known.recording)
      return known.node
    }
    try refuseCycle(of: name)
    let outer = recording
    recording = Recording()
    underWay.append(name)
    defer {
      underWay.removeLast()
      var all = outer
      all.add(recording)
      recording = all
    }
    guard let found = try compute(name, use: use) else { return nil }
    // A part that is unknown makes the whole unknown: its problem is told already.
    let node =
      found.hasUnknown ? ResolvedNode(.unknown, at: found.position) : found.markingSecrets(named: name)
    computed[name] = Computed(node: node, recording: recording)
    if recording.reads.isEmpty { play.shared[name] = computed[name] }
    return node
  }

  private func refuseCycle(of name: String) throws(ValueFault) {
    if let start = underWay.firstIndex(of: name) {
      let circle = (underWay[start...] + [name]).joined(separator: " → ")
      throw ValueFault("the variable `\(name)` refers to itself: \(circle)")
    }
  }

  private func compute(_ name: String, use: SourcePosition) throws(ValueFault) -> ResolvedNode? {
    switch name {
    case "run_id": return ResolvedNode(.string(play.runID.text), at: use)
    case "address":
      for alias in InventoryVariable.host.names.reversed() + ["inventory_hostname"] {
        if let node = try value(of: alias, use: use), !node.isNull { return node }
      }
      return nil
    default: break
    }
    if !VariableName.isAlways(name), let definition = play.definitions[name] {
      return resolveHere(definition.node, source: definition.source)
    }
    if !recording.reads.contains(name) { recording.reads.append(name) }
    guard let value = raw(name) else { return host == nil ? ResolvedNode(.unknown, at: use) : nil }
    let definition = host.flatMap { play.inventory.definition(name, $0) }
    return resolveHere(
      value, from: TemplateResolver.Origin(variable: name, definition: definition, use: use))
  }

  private func resolveHere(_ value: Value, from origin: TemplateResolver.Origin) -> ResolvedNode {
    var resolver = TemplateResolver(scope: self, source: nil)
    let node = resolver.resolve(value, from: origin, cache: play.templates)
    resolver.problems.forEach(note)
    return resolver.isTooLarge ? ResolvedNode(.unknown, at: origin.use) : node
  }

  private func resolveHere(_ node: TemplateNode, source: SourceText) -> ResolvedNode {
    var resolver = TemplateResolver(scope: self, source: source)
    let resolved = resolver.resolve(node)
    resolver.problems.forEach(note)
    return resolver.isTooLarge ? ResolvedNode(.unknown, at: node.position) : resolved
  }

  private func note(_ problem: FileProblem) {
    if !recording.problems.contains(problem) { recording.problems.append(problem) }
  }
}

extension ResolvedNode {
  /// The value of a variable, secret where its name, or the name of a key in it, says so.
  func markingSecrets(named name: String) -> ResolvedNode {
    if SecretName.matches(name) { return markedSecret(name) }
    var node = self
    switch content {
    case .map(let entries):
      node.content = .map(
        entries.map {
          ResolvedEntry(
            key: $0.key, isText: $0.isText, keyPosition: $0.keyPosition,
            node: $0.node.markingSecrets(named: $0.key))
        })
    case .list(let items): node.content = .list(items.map { $0.markingSecrets(named: name) })
    default:
      // What was tagged where it is defined goes by the variable's name from here on.
      node.secrets = secrets.map {
        $0.name == NamedSecret.tagged ? NamedSecret(name: name, secret: $0.secret) : $0
      }
    }
    return node
  }
}
