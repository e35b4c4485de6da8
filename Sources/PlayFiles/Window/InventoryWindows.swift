import PlayModel

/// The windows of an inventory, outside of any play.
public struct InventoryWindows {
  private let inventory: Inventory
  private let facts: InventoryFacts
  private let extra: ExtraVariables
  private let zones: ZoneCatalog
  private let files: FileAccess

  public init(
    _ inventory: Inventory, facts: InventoryFacts, extraVariables: ExtraVariables = .none,
    zones: ZoneCatalog = ZoneCatalog(), files: FileAccess = .disk
  ) {
    self.inventory = inventory
    self.facts = facts
    self.zones = zones
    self.files = files
    extra = extraVariables
  }

  /// Every window of some hosts, by name. Hosts may have different ones, but not two of one name.
  public func read(hosts: [HostName], run: RunID) throws(FileProblems) -> [Window] {
    let log = ProblemLog()
    var found: [String: (window: Window, host: HostName)] = [:]
    var seen: Set<Value> = []
    let variables = PlayVariables(inventory: facts, groups: GroupFacts(facts.groups), runID: run)
    for layer in extra.layers { variables.set(layer.entries, from: layer.source) }
    for host in hosts {
      guard let value = inventory.host(host)?.variables["windows"], seen.insert(value).inserted else {
        continue
      }
      for window in PlayWindows(variables: variables, log: log, zones: zones, files: files).all(of: host) {
        if let (other, owner) = found[window.name], !other.isSame(as: window) {
          log.add(
            at: window.position, "the window `\(window.name)` is another one for \(owner) than for \(host)",
            hint: "name the hosts you mean with --limit")
        }
        found[window.name] = (window, host)
      }
    }
    guard log.problems.isEmpty else { throw FileProblems(log.problems) }
    return found.values.map(\.window).sorted { $0.name < $1.name }
  }
}

extension Window {
  /// Wherever they are written.
  fileprivate func isSame(as other: Window) -> Bool {
    var other = other
    other.position = position
    other.durationPosition = durationPosition
    return self == other
  }
}
