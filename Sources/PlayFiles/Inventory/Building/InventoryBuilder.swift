import PlayModel

/// The inventory while its sources are read: hosts, groups and how they hang together.
///
/// It makes the same moves as Ansible, in the same order, because a few results depend on them: which
/// source named a host first, how deep a group lies, who stays in `ungrouped`.
struct InventoryBuilder {
  struct Host {
    let name: String
    var variables: [String: [VariableAssignment]] = [:]
    /// Indices of all groups it is in, parents included.
    var groups: Set<Int> = []
    let file: String?
    let directory: String?
  }

  struct Group {
    let name: String
    var variables: [String: [VariableAssignment]] = [:]
    var hosts: [Int] = []
    var hostSet: Set<Int> = []
    var children: [Int] = []
    var parents: [Int] = []
    var depth = 0
    var priority = 1
  }

  /// Why a move is not allowed; the reader that asked for it knows where.
  struct Refusal: Error {
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
      self.message = message
      self.hint = hint
    }

    func problem(at position: SourcePosition) -> FileProblem {
      FileProblem(at: position, message, hint: hint)
    }
  }

  /// The source being read, as `inventory_file` and `inventory_dir` show it.
  struct Source {
    let file: String
    let directory: String?
  }

  static let all = 0
  static let ungrouped = 1

  var hosts: [Host] = []
  var groups: [Group] = []
  private(set) var hostIndex: [String: Int] = [:]
  private(set) var groupIndex: [String: Int] = [:]
  var warnings: [FileProblem] = []
  var source: Source?

  init() {
    for name in ["all", "ungrouped"] {
      groupIndex[name] = groups.count
      groups.append(Group(name: name))
    }
    groups[Self.all].children = [Self.ungrouped]
    groups[Self.ungrouped].parents = [Self.all]
    groups[Self.ungrouped].depth = 1
  }

  /// The group of that name, made when it is new.
  @discardableResult
  mutating func addGroup(_ name: String) throws(Refusal) -> Int {
    guard !name.isEmpty else { throw Refusal("a group's name is empty") }
    if let index = groupIndex[name] { return index }
    groupIndex[name] = groups.count
    groups.append(Group(name: name))
    return groups.count - 1
  }

  /// The host of that name, made when it is new, and put into `group`. A port counts only for a new host.
  @discardableResult
  mutating func addHost(
    _ name: String, to group: Int? = nil, port: Int? = nil, at position: SourcePosition
  ) throws(Refusal) -> Int {
    guard !name.isEmpty else { throw Refusal("a host's name is empty") }
    let index: Int
    if let known = hostIndex[name] {
      index = known
    } else {
      index = hosts.count
      hostIndex[name] = index
      hosts.append(Host(name: name, file: source?.file, directory: source?.directory))
      if let port, port != 0 {
        hosts[index].variables["ansible_port"] = [VariableAssignment(.int(port), at: position, scope: .host)]
      }
    }
    if let group { attach(host: index, to: group) }
    return index
  }

  /// Sets a variable of the group of that name or, when there is none, of the host.
  mutating func setVariable(
    _ name: String, of entity: String, to value: Value, at position: SourcePosition
  ) throws(Refusal) {
    if let group = groupIndex[entity] {
      guard name != "ansible_group_priority" else {
        groups[group].priority = try Self.priority(value)
        return
      }
      groups[group].variables[name, default: []]
        .append(VariableAssignment(value, at: position, scope: .group(entity)))
    } else if let host = hostIndex[entity] {
      hosts[host].variables[name, default: []].append(VariableAssignment(value, at: position, scope: .host))
    } else {
      throw Refusal("there is no group and no host named \(entity)")
    }
    if !Self.isIdentifier(name) {
      warnings.append(
        FileProblem(
          at: position, "\"\(name)\" is not a valid name for a variable",
          hint: "use letters, digits and underscores, beginning with a letter or an underscore"))
    }
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !PythonText.isDigit(first) else { return false }
    return name.unicodeScalars.allSatisfy { $0.isASCII && PythonText.isWord($0) }
  }

  /// Python's `int()` of the value.
  private static func priority(_ value: Value) throws(Refusal) -> Int {
    switch value {
    case .int(let int): return int
    case .bool(let bool): return bool ? 1 : 0
    case .double(let double) where double.magnitude < 1e15: return Int(double)
    case .string(let text):
      if let int = PythonText.int(text) { return int }
    default: break
    }
    throw Refusal("ansible_group_priority must be a whole number, not \(value.kind)")
  }
}
