import PlayModel

/// Reads one map of a playbook by the keys of its section: refuses unknown keys, missing keys, wrong shapes and
/// misplaced secrets, and gives typed values.
///
/// A key that is absent, null or faulty reads as `nil`; what was faulty is in the log.
struct SectionReader {
  let section: SchemaSection
  let position: SourcePosition
  let log: ProblemLog
  private var entries: [String: ResolvedEntry] = [:]
  private var written: Set<String> = []

  /// `nil` when the node is no map (reported) or unknown.
  init?(_ node: ResolvedNode, _ section: SchemaSection, log: ProblemLog, at position: SourcePosition? = nil) {
    self.section = section
    self.log = log
    self.position = position ?? node.position
    guard case .map(let all) = node.content else {
      if !node.isUnknown {
        log.add(at: node.position, "\(section.title) must be a mapping, not \(node.kind)")
      }
      return nil
    }
    for entry in all { take(entry) }
    for key in section.keys
    where key.isRequired && !all.contains(where: { $0.key == key.name && !$0.node.isNull }) {
      log.add(
        at: self.position, "\(section.title) needs `\(key.name)`",
        hint: "for example \(key.name): \(key.example)")
    }
  }

  private mutating func take(_ entry: ResolvedEntry) {
    // YAML 1.1 reads a key `on` as true (yaml.org/type/bool.html).
    let name = entry.key == "true" && section["on"] != nil ? "on" : entry.key
    guard let key = section[name] else {
      if let problem = section.problem(withKey: entry.key, at: entry.keyPosition) { log.add(problem) }
      return
    }
    if entry.node.isNull { return }
    written.insert(name)
    if entry.node.isUnknown { return }
    if let misfit = key.form.misfit(in: entry.node) {
      let subject = misfit.isElement ? "an element of `\(key.name)`" : "`\(key.name)`"
      log.add(
        at: misfit.node.position, "\(subject) must be \(misfit.expected.title), not \(misfit.node.kind)",
        hint: "for example \(key.name): \(key.example)")
      return
    }
    if !key.takesSecrets, let secret = entry.node.allSecrets.first {
      log.add(
        at: entry.node.position, "`\(key.name)` cannot hold the secret `\(secret.name)`",
        hint:
          "it would show on command lines and in the run log; give it to the container in `environment`, or "
          + "say that it is no secret with the filter public")
      return
    }
    // No argument, variable or label can hold one (POSIX: strings end there).
    if entry.node.value.hasNUL {
      log.add(at: entry.node.position, "`\(key.name)` has a NUL character, which no engine takes")
      return
    }
    entries[name] = entry
  }

  func node(_ key: String) -> ResolvedNode? { entries[key]?.node }

  /// Whether the key is there at all, be its value right or wrong.
  func isWritten(_ key: String) -> Bool { written.contains(key) }

  /// Where a key's value stands, else where the section does.
  func position(of key: String) -> SourcePosition { entries[key]?.node.position ?? position }

  /// Reads a key's value with a parser whose fault becomes a problem at the value.
  func read<Result>(_ key: String, _ parse: (ResolvedNode) throws(ValueFault) -> Result) -> Result? {
    guard let node = node(key), !node.hasUnknown else { return nil }
    return log.attempt(key, at: node.position) { () throws(ValueFault) in try parse(node) }
  }

  /// Reads every element of a list, or the one value that stands for a list of one.
  func readEach<Result>(_ key: String, _ parse: (ResolvedNode) throws(ValueFault) -> Result) -> [Result]? {
    guard let node = node(key) else { return nil }
    return node.elements.compactMap { element in
      element.hasUnknown
        ? nil : log.attempt(key, at: element.position) { () throws(ValueFault) in try parse(element) }
    }
  }
}

extension ResolvedNode {
  /// The elements of a list; any other node is a list of itself.
  var elements: [ResolvedNode] {
    if case .list(let items) = content { items } else { [self] }
  }
}

extension Value {
  fileprivate var hasNUL: Bool {
    switch self {
    case .string(let text): text.utf8.contains(0)
    case .list(let items): items.contains(where: \.hasNUL)
    case .map(let map): map.contains { $0.key.utf8.contains(0) || $0.value.hasNUL }
    case .null, .bool, .int, .double: false
    }
  }
}
