import PlayModel

/// Reads what an executable inventory prints into a builder.
///
/// The format: https://docs.ansible.com/ansible/latest/dev_guide/developing_inventory.html
struct ScriptInventoryReader {
  private let script: InventoryScript
  private var builder: InventoryBuilder
  /// Hosts that groups name, in order; only these get variables.
  private var hosts: [String] = []
  private var seen: Set<String> = []

  static func read(
    _ script: InventoryScript, into builder: InventoryBuilder
  ) throws(FileProblem) -> InventoryBuilder {
    var reader = ScriptInventoryReader(script: script, builder: builder)
    try reader.readList()
    return reader.builder
  }

  private init(script: InventoryScript, builder: InventoryBuilder) {
    self.script = script
    self.builder = builder
  }

  private mutating func readList() throws(FileProblem) {
    guard let root = try script.run(["--list"]) else {
      throw FileProblem(
        at: SourcePosition(file: "\(script.name) --list"), "the inventory script printed nothing",
        hint: "it must print a JSON object; {} for no hosts")
    }
    guard let entries = root.entries else {
      throw FileProblem(
        at: root.position, "the inventory script must print a JSON object, not \(root.kind)")
    }
    let meta = entries.first { $0.key == "_meta" }
    try checkProfile(meta)
    for entry in entries where entry.key != "_meta" { try readGroup(entry) }
    if let meta {
      try readVariables(fromMeta: meta)
    } else {
      for host in hosts { try readVariables(byAskingFor: host) }
    }
  }

  private func checkProfile(_ meta: YAMLEntry?) throws(FileProblem) {
    guard let meta else { return }
    guard meta.node.isMapping else {
      throw FileProblem(at: meta.node.position, "_meta must be an object, not \(meta.node.kind)")
    }
    guard let profile = meta.node["profile"] else { return }
    guard profile.text == "inventory_legacy" else {
      throw FileProblem(
        at: profile.position, "the script's _meta.profile is not known",
        hint: "leave it out, or say inventory_legacy")
    }
  }

  // MARK: Groups

  private mutating func readGroup(_ entry: YAMLEntry) throws(FileProblem) {
    let name = entry.key
    let group = try place(entry.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
      try builder.addGroup(name)
    }
    guard let members = entry.node.entries else {
      try readHosts(entry.node, of: name, group)
      return
    }
    if !members.contains(where: { ["hosts", "vars", "children"].contains($0.key) }) {
      // An old form: the name is that of a lone host, and these are variables. Ansible never templates
      // their texts.
      try addHost(name, to: group, at: entry.keyPosition)
      for variable in members {
        try setVariable(variable, of: name, to: variable.node.ansibleValue.madeUnsafe)
      }
      return
    }
    if let hosts = entry.node["hosts"] { try readHosts(hosts, of: name, group) }
    if let variables = entry.node["vars"] {
      guard let entries = variables.entries else {
        throw FileProblem(at: variables.position, "\(name).vars must be an object, not \(variables.kind)")
      }
      for variable in entries { try setVariable(variable, of: name, to: variable.node.ansibleValue) }
    }
    if let children = entry.node["children"] { try readChildren(children, of: name, group) }
  }

  private mutating func readHosts(_ node: YAMLNode, of name: String, _ group: Int) throws(FileProblem) {
    guard let items = node.items else {
      throw FileProblem(at: node.position, "\(name).hosts must be a list of names, not \(node.kind)")
    }
    for item in items {
      guard let host = item.text else {
        throw FileProblem(at: item.position, "a host's name must be a text, not \(item.kind)")
      }
      try addHost(host, to: group, at: item.position)
    }
  }

  private mutating func readChildren(_ node: YAMLNode, of name: String, _ group: Int) throws(FileProblem) {
    let names: [(String?, SourcePosition)]
    if let items = node.items {
      names = items.map { ($0.text, $0.position) }
    } else if let entries = node.entries {
      names = entries.map { ($0.key, $0.keyPosition) }
    } else {
      throw FileProblem(at: node.position, "\(name).children must be a list of names, not \(node.kind)")
    }
    for (child, position) in names {
      guard let child else {
        throw FileProblem(at: position, "a group's name must be a text")
      }
      try place(position) { (builder) throws(InventoryBuilder.Refusal) in
        try builder.addGroup(child)
        try builder.addChild(child, to: group)
      }
    }
  }

  // MARK: Hosts

  private mutating func addHost(_ host: String, to group: Int, at position: SourcePosition)
    throws(FileProblem)
  {
    if seen.insert(host).inserted { hosts.append(host) }
    try place(position) { (builder) throws(InventoryBuilder.Refusal) in
      try builder.addHost(host, to: group, at: position)
    }
  }

  private mutating func readVariables(fromMeta meta: YAMLEntry) throws(FileProblem) {
    guard let hostVariables = meta.node["hostvars"], let entries = hostVariables.entries else {
      throw FileProblem(
        at: meta.node.position, "_meta.hostvars must be an object",
        hint: "leave _meta out to be asked for every host with --host")
    }
    let byHost = Dictionary(entries.map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
    for host in hosts {
      if let entry = byHost[host] { try setVariables(entry.node, of: host) }
    }
  }

  private mutating func readVariables(byAskingFor host: String) throws(FileProblem) {
    guard let answer = try script.run(["--host", host]) else { return }
    try setVariables(answer, of: host)
  }

  private mutating func setVariables(_ node: YAMLNode, of host: String) throws(FileProblem) {
    guard let entries = node.entries else {
      throw FileProblem(at: node.position, "the variables of \(host) must be an object, not \(node.kind)")
    }
    for variable in entries { try setVariable(variable, of: host, to: variable.node.ansibleValue) }
  }

  private mutating func setVariable(
    _ variable: YAMLEntry, of entity: String, to value: Value
  ) throws(FileProblem) {
    try place(variable.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
      try builder.setVariable(variable.key, of: entity, to: value, at: variable.keyPosition)
    }
  }

  @discardableResult
  private mutating func place<Result>(
    _ position: SourcePosition, _ body: (inout InventoryBuilder) throws(InventoryBuilder.Refusal) -> Result
  ) throws(FileProblem) -> Result {
    do { return try body(&builder) } catch { throw error.problem(at: position) }
  }
}
