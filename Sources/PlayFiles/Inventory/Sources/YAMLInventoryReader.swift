import PlayModel

/// Reads an inventory in Ansible's YAML format, or the same in JSON, into a builder.
struct YAMLInventoryReader {
  private static let sections = ["vars", "children", "hosts"]

  private var builder: InventoryBuilder

  /// Reads `text`, the content of the file that positions call `name`.
  static func read(
    _ text: String, name: String, into builder: InventoryBuilder
  ) throws(FileProblem) -> InventoryBuilder {
    guard let root = try DataFile.read(text, name: name), !root.value.isFalsy else {
      throw FileProblem(at: SourcePosition(file: name), "the file holds no inventory", hint: Self.form)
    }
    guard let entries = root.entries else {
      throw FileProblem(
        at: root.position, "an inventory must be a mapping of groups, not \(root.kind)", hint: Self.form)
    }
    if let plugin = entries.first(where: { $0.key == "plugin" }), !plugin.node.value.isFalsy {
      throw FileProblem(
        at: plugin.keyPosition, "this configures an Ansible inventory plugin, which is not supported",
        hint: "run `ansible-inventory --list` in an executable inventory, or save what it prints")
    }
    var reader = YAMLInventoryReader(builder: builder)
    for entry in entries { try reader.readGroup(entry) }
    return reader.builder
  }

  private static let form = "write groups as `web: {hosts: {h1: }, vars: {}, children: {}}`"

  private init(builder: InventoryBuilder) { self.builder = builder }

  // MARK: Groups

  private mutating func readGroup(_ entry: YAMLEntry) throws(FileProblem) {
    let name = entry.key
    guard entry.node.entries != nil || entry.node.isNull else {
      builder.warnings.append(
        FileProblem(
          at: entry.node.position,
          "the group \(name) is left out: it must be a mapping, not \(entry.node.kind)"))
      return
    }
    guard case .string = entry.keyValue else {
      throw FileProblem(
        at: entry.keyPosition, "a group's name must be a text: \(name)", hint: "quote it: \"\(name)\"")
    }
    let group = try place(entry.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
      try builder.addGroup(name)
    }
    let members = entry.node.entries ?? []
    for member in members where Self.sections.contains(member.key) {
      guard member.node.isMapping || member.node.isNull || member.node.text != nil else {
        throw FileProblem(
          at: member.node.position,
          "\(member.key) of the group \(name) must be a mapping, not \(member.node.kind)",
          hint: member.key == "vars" ? "write `name: value` lines" : "end each name with a colon")
      }
    }
    for member in members { try read(member, of: name, group) }
  }

  private mutating func read(_ member: YAMLEntry, of name: String, _ group: Int) throws(FileProblem) {
    guard let entries = Self.section(member) else {
      if !member.node.isNull {
        builder.warnings.append(
          FileProblem(
            at: member.keyPosition,
            "\(member.key) in the group \(name) is left out: it must be a mapping, not \(member.node.kind)",
            hint: Self.hint(member.key)))
      }
      return
    }
    switch member.key {
    case "vars":
      for variable in entries {
        try place(variable.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
          try builder.setVariable(
            variable.key, of: name, to: variable.node.ansibleValue, at: variable.keyPosition)
        }
      }
    case "children":
      for child in entries {
        try readGroup(child)
        try place(child.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
          try builder.addChild(child.key, to: group)
        }
      }
    case "hosts":
      for host in entries { try readHost(host, group) }
    default:
      builder.warnings.append(
        FileProblem(
          at: member.keyPosition, "\(member.key) in the group \(name) means nothing",
          hint: Self.hint(member.key)))
    }
  }

  private static func hint(_ key: String) -> String {
    NearestName.hint(key, in: sections) ?? "a group has hosts, vars and children"
  }

  /// A section's entries; a lone text stands for one name without a value.
  private static func section(_ member: YAMLEntry) -> [YAMLEntry]? {
    if let entries = member.node.entries { return entries }
    guard sections.contains(member.key), let text = member.node.text else { return nil }
    let null = YAMLNode(.scalar(YAMLScalar(.null, text: "", isPlain: true)), at: member.node.position)
    return [
      YAMLEntry(key: text, keyValue: .string(text), keyPosition: member.node.position, node: null)
    ]
  }

  // MARK: Hosts

  private mutating func readHost(_ entry: YAMLEntry, _ group: Int) throws(FileProblem) {
    let position = entry.keyPosition
    guard case .string = entry.keyValue else {
      throw FileProblem(
        at: position, "a host's name must be a text, not \(entry.keyValue.kind)",
        hint: "quote it: \"\(entry.key)\"")
    }
    let hosts: HostNames
    do {
      hosts = try HostNames(entry.key)
    } catch {
      throw FileProblem(at: position, "\(error.message): \(entry.key)", hint: error.hint)
    }
    guard let variables = entry.node.entries ?? (entry.node.value.isFalsy ? [] : nil) else {
      throw FileProblem(
        at: entry.node.position, "a host's variables must be a mapping, not \(entry.node.kind)",
        hint: "write `\(entry.key): {name: value}`")
    }
    for host in hosts.names {
      try place(position) { (builder) throws(InventoryBuilder.Refusal) in
        try builder.addHost(host, to: group, port: hosts.port, at: position)
      }
      for variable in variables {
        try place(variable.keyPosition) { (builder) throws(InventoryBuilder.Refusal) in
          try builder.setVariable(
            variable.key, of: host, to: variable.node.ansibleValue, at: variable.keyPosition)
        }
      }
    }
  }

  /// Does what the builder may refuse, and gives a refusal its position.
  @discardableResult
  private mutating func place<Result>(
    _ position: SourcePosition, _ body: (inout InventoryBuilder) throws(InventoryBuilder.Refusal) -> Result
  ) throws(FileProblem) -> Result {
    do { return try body(&builder) } catch { throw error.problem(at: position) }
  }
}
