import PlayModel

/// The variables a play sets itself, and what is needed to reach those of its hosts.
final class PlayVariables {
  struct Definition {
    let node: TemplateNode
    let source: SourceText
  }

  let inventory: InventoryFacts
  let runID: RunID
  let groups: GroupFacts
  let templates = TemplateCache()
  /// What the play, its files and the command line set; the strongest of each name.
  private(set) var definitions: [String: Definition] = [:]
  /// Variables that turned out not to depend on the host.
  var shared: [String: HostScope.Computed] = [:]
  private var scopes: [HostName: HostScope] = [:]
  let nesting = Nesting()

  init(inventory: InventoryFacts, groups: GroupFacts, runID: RunID) {
    self.inventory = inventory
    self.groups = groups
    self.runID = runID
  }

  /// Sets variables over those of the same names. To be called before any host is asked.
  func set(_ entries: [TemplateEntry], from source: SourceText) {
    for entry in entries { definitions[entry.key] = Definition(node: entry.node, source: source) }
    scopes = [:]
    shared = [:]
  }

  /// The scope of another host, kept so that two hosts that refer to each other are found out.
  func scope(of host: HostName) -> HostScope {
    if let known = scopes[host] { return known }
    let scope = HostScope(self, host: host)
    scopes[host] = scope
    return scope
  }
}

/// The inventory's groups, both ways round.
struct GroupFacts {
  private let names: [String: [HostName]]
  private let ofHost: [HostName: [String]]
  /// The variable `groups`, made once: it can be large.
  let node: ResolvedNode
  let hosts: Set<HostName>

  init(_ groups: [String: [HostName]]) {
    names = groups
    var ofHost: [HostName: [String]] = [:]
    for name in groups.keys.sorted() where name != "all" {
      for host in groups[name] ?? [] { ofHost[host, default: []].append(name) }
    }
    self.ofHost = ofHost
    hosts = Set(groups.values.joined())
    let value = Value.map(groups.mapValues { .list($0.map { .string($0.text) }) })
    node = ResolvedNode(value: value, at: SourcePosition(file: "inventory"))
  }

  /// The variable `group_names`.
  func names(of host: HostName) -> Value { .list((ofHost[host] ?? []).map(Value.string)) }
}
