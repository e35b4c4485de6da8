import PlayModel

/// What `ansible-inventory` prints of an inventory.
public struct InventoryListing: Sendable {
  private let inventory: Inventory

  public init(_ inventory: Inventory) { self.inventory = inventory }

  /// The JSON of `ansible-inventory --list`: every group that holds something, and all hosts' variables
  /// in `_meta`.
  public func list() -> Value {
    var groups: [String: Value] = [:]
    var seen: Set<String> = []
    add("all", to: &groups, &seen)
    var hostVariables: [String: Value] = [:]
    for name in inventory.members(of: "all") {
      let variables = shownVariables(of: name)
      if !variables.isEmpty { hostVariables[name.text] = .map(variables) }
    }
    groups["_meta"] = ["hostvars": .map(hostVariables), "profile": "inventory_legacy"]
    return .map(groups)
  }

  private func add(_ name: String, to result: inout [String: Value], _ seen: inout Set<String>) {
    guard let group = inventory.group(name) else { return }
    var content: [String: Value] = [:]
    if name != "all", !group.hosts.isEmpty {
      content["hosts"] = .list(group.hosts.map { .string($0.text) })
    }
    if !group.children.isEmpty { content["children"] = .list(group.children.map { .string($0) }) }
    for child in group.children where !seen.contains(child) {
      add(child, to: &result, &seen)
      seen.insert(child)
    }
    if !content.isEmpty { result[name] = .map(content) }
  }

  /// The JSON of `ansible-inventory --host NAME`: all variables of one host.
  ///
  /// - Returns: `nil` when there is no such host.
  public func host(_ name: HostName) -> Value? {
    inventory.host(name).map { .map(Self.shown($0.variables)) }
  }

  private func shownVariables(of name: HostName) -> [String: Value] {
    inventory.host(name).map { Self.shown($0.variables) } ?? [:]
  }

  /// Variables that Ansible itself sets are left out.
  private static func shown(_ variables: [String: Value]) -> [String: Value] {
    variables.filter { !ownVariables.contains($0.key) }
  }

  private static let ownVariables: Set<String> = [
    "ansible_async_path", "ansible_collection_name", "ansible_config_file", "ansible_dependent_role_names",
    "ansible_diff_mode", "ansible_facts", "ansible_forks", "ansible_inventory_sources", "ansible_limit",
    "ansible_play_batch", "ansible_play_hosts", "ansible_play_hosts_all", "ansible_play_role_names",
    "ansible_playbook_python", "ansible_role_name", "ansible_role_names", "ansible_run_tags",
    "ansible_skip_tags", "ansible_verbosity", "ansible_version", "inventory_dir", "inventory_file",
    "inventory_hostname", "inventory_hostname_short", "groups", "group_names", "hostvars", "playbook_dir",
    "play_hosts", "role_name", "role_names", "role_path", "role_uuid",
  ]

  // MARK: Graph

  /// The text of `ansible-inventory --graph GROUP`, without a final line feed.
  ///
  /// - Parameters:
  ///   - group: where to begin.
  ///   - variables: also show variables, as `--vars` does; but keys of mappings are sorted, and times
  ///     look as they do in JSON.
  /// - Returns: `nil` when there is no such group.
  public func graph(from group: String = "all", variables: Bool = false) -> String? {
    guard inventory.group(group) != nil else { return nil }
    var lines: [String] = []
    draw(group, 0, variables, &lines)
    return lines.joined(separator: "\n")
  }

  private func draw(_ name: String, _ depth: Int, _ showVariables: Bool, _ lines: inout [String]) {
    guard let group = inventory.group(name) else { return }
    lines.append(Self.line("@\(name):", depth))
    for child in group.children { draw(child, depth + 1, showVariables, &lines) }
    if name != "all" {
      for host in group.hosts {
        lines.append(Self.line(host.text, depth + 1))
        if showVariables { lines += Self.lines(shownVariables(of: host), depth + 2) }
      }
    }
    guard showVariables else { return }
    var own = Self.shown(group.variables)
    if group.priority != 1 { own["ansible_group_priority"] = .int(group.priority) }
    lines += Self.lines(own, depth + 1)
  }

  private static func lines(_ variables: [String: Value], _ depth: Int) -> [String] {
    variables.sorted { PythonText.precedes($0.key, $1.key) }
      .map { line("{\($0.key) = \($0.value.pythonText)}", depth) }
  }

  private static func line(_ text: String, _ depth: Int) -> String {
    depth == 0 ? text : String(repeating: "  |", count: depth) + "--" + text
  }

  // MARK: Hosts

  /// The names that `ansible PATTERN --list-hosts` lists.
  ///
  /// It differs from `HostPattern.resolve` in one quirk: a pattern that is `localhost` lists it even
  /// when the limit leaves it out.
  ///
  /// - Parameters:
  ///   - pattern: the host pattern.
  ///   - limit: what `--limit` says.
  /// - Returns: the hosts, and the terms that matched nothing.
  /// - Throws: a `HostPatternProblem` for a pattern that cannot be resolved.
  public func hosts(
    _ pattern: HostPattern, limit: HostLimit? = nil
  ) throws(HostPatternProblem) -> HostSelection {
    let selection = try pattern.resolve(in: inventory, limit: limit)
    if selection.hosts.isEmpty, ["localhost", "127.0.0.1", "::1"].contains(pattern.text) {
      return HostSelection(hosts: [HostName(pattern.text)])
    }
    return selection
  }
}
