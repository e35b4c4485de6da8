import PlayModel
internal import Yams

/// Builds the tree of nodes from what Yams composed: types, tags, merge keys, duplicates, limits.
struct YAMLTreeBuilder {
  /// Yams resolves a key's tag, as a side effect, when it looks for duplicates; this rule marks the
  /// scalars that had no tag, so that they are told apart from `!!str`.
  private static let untagged = Tag.Name(rawValue: "untagged")
  private static let marking: Resolver = {
    do { return try Resolver.basic.appending(untagged, "^") } catch { return Resolver.basic }
  }()

  /// Yams's part in resolving tags. The rule is a regular expression, and the first of those takes ICU longer than a
  /// whole inventory takes Yams: a text without tags goes without it.
  static func resolver(hasTags: Bool) -> Resolver { hasTags ? marking : .basic }

  let file: String
  let nodeLimit: Int
  let allowsSecretTag: Bool
  /// Whether tags may be written in the text (it has a `!`).
  let hasTags: Bool
  private(set) var refusedDepth = false
  private var nodes = 0
  private var depth = 0
  /// How many `!unsafe` collections are around the node being built.
  private var unsafeDepth = 0

  init(file: String, nodeLimit: Int, allowsSecretTag: Bool, hasTags: Bool) {
    self.file = file
    self.nodeLimit = nodeLimit
    self.allowsSecretTag = allowsSecretTag
    self.hasTags = hasTags
  }

  mutating func build(_ node: Node) throws(FileProblem) -> YAMLNode {
    let position = position(of: node)
    nodes += 1
    guard nodes <= nodeLimit else {
      throw FileProblem(
        at: position, "aliases make this document larger than \(nodeLimit) values",
        hint: "it looks like an alias bomb; write out what you need")
    }
    guard depth < YAMLReader.depthLimit else {
      refusedDepth = true
      throw FileProblem(at: position, "nested deeper than \(YAMLReader.depthLimit) levels")
    }
    depth += 1
    let isUnsafe = node.tag.rawValue == "!unsafe"
    unsafeDepth += isUnsafe ? 1 : 0
    defer {
      depth -= 1
      unsafeDepth -= isUnsafe ? 1 : 0
    }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(.scalar(try resolve(scalar, tag: node.tag.rawValue, at: position)), at: position)
    case .sequence(let sequence): return try build(sequence, tag: node.tag.rawValue, at: position)
    case .mapping(let mapping):
      let entries = try build(mapping, tag: node.tag.rawValue, at: position)
      return YAMLNode(.mapping(entries), at: position)
    case .alias:
      throw FileProblem(at: position, "an alias that was not resolved")
    }
  }

  private func position(of node: Node) -> SourcePosition {
    SourcePosition(file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
  }

  private func resolve(
    _ scalar: Node.Scalar, tag: String, at position: SourcePosition
  ) throws(FileProblem) -> YAMLScalar {
    return try YAMLScalarResolver(position: position, allowsSecretTag: allowsSecretTag)
      .resolve(
        scalar.string, tag: isUntagged(tag) ? nil : tag, isPlain: scalar.style == .plain,
        isUnsafe: unsafeDepth > 0)
  }

  private func isUntagged(_ tag: String) -> Bool {
    tag.isEmpty || tag == (hasTags ? Self.untagged.rawValue : "tag:yaml.org,2002:str")
  }

  private mutating func build(
    _ sequence: Node.Sequence, tag: String, at position: SourcePosition
  ) throws(FileProblem) -> YAMLNode {
    var items: [YAMLNode] = []
    for node in sequence { items.append(try build(node)) }
    switch tag {
    case "tag:yaml.org,2002:seq", "!unsafe": break
    case "tag:yaml.org,2002:omap", "tag:yaml.org,2002:pairs":
      items = try items.map { item throws(FileProblem) in try Self.pair(item) }
    default: throw YAMLScalarResolver.unknownTag(tag, at: position)
    }
    return YAMLNode(.sequence(items), at: position)
  }

  /// `!!omap` and `!!pairs` are lists of mappings with one entry; Ansible makes them lists of two.
  private static func pair(_ item: YAMLNode) throws(FileProblem) -> YAMLNode {
    guard let entries = item.entries, entries.count == 1, let entry = entries.first else {
      throw FileProblem(at: item.position, "expected a mapping with one entry, found \(item.kind)")
    }
    let key = YAMLNode(
      .scalar(YAMLScalar(entry.keyValue, text: entry.key, isPlain: false)), at: entry.keyPosition)
    return YAMLNode(.sequence([key, entry.node]), at: item.position)
  }

  private mutating func build(
    _ mapping: Node.Mapping, tag: String, at position: SourcePosition
  ) throws(FileProblem) -> [YAMLEntry] {
    guard tag == "tag:yaml.org,2002:map" || tag == "!unsafe" else {
      throw YAMLScalarResolver.unknownTag(tag, at: position)
    }
    var merged: [YAMLEntry] = []
    var own: [YAMLEntry] = []
    var seen: [String: SourcePosition] = [:]
    for (keyNode, valueNode) in mapping {
      if isMerge(keyNode) {
        merged += try mergedEntries(valueNode)
        continue
      }
      let (key, keyValue) = try self.key(keyNode)
      let keyPosition = self.position(of: keyNode)
      if let first = seen.updateValue(keyPosition, forKey: key) {
        throw FileProblem(
          at: keyPosition, "the key \(key) is set twice in one mapping",
          hint: "it is first set at line \(first.line); remove one of the two")
      }
      own.append(
        YAMLEntry(key: key, keyValue: keyValue, keyPosition: keyPosition, node: try build(valueNode)))
    }
    return merged.isEmpty ? own : Self.overlay(merged + own)
  }

  private func isMerge(_ key: Node) -> Bool {
    guard let scalar = key.scalar else { return false }
    let tag = key.tag.rawValue
    return tag == "tag:yaml.org,2002:merge"
      || (scalar.string == "<<" && scalar.style == .plain && isUntagged(tag))
  }

  private mutating func key(_ node: Node) throws(FileProblem) -> (String, Value) {
    let position = position(of: node)
    guard let scalar = node.scalar else {
      throw FileProblem(
        at: position, "a mapping's key must be a text, not a list or a mapping",
        hint: "quote a text that begins with { or [, such as \"{{ name }}\"")
    }
    if scalar.string == "=", scalar.style == .plain { return ("=", "=") }
    let value = try resolve(scalar, tag: node.tag.rawValue, at: position).value
    return (value.keyText, value)
  }

  /// The entries a merge key brings: of one mapping, or of several where the first one wins.
  private mutating func mergedEntries(_ node: Node) throws(FileProblem) -> [YAMLEntry] {
    if node.mapping != nil { return try build(node).entries ?? [] }
    guard let sequence = node.sequence else {
      throw FileProblem(
        at: position(of: node), "a merge key takes a mapping or a list of mappings",
        hint: "point it at one: `<<: *name`, with `&name` on a mapping above")
    }
    var all: [[YAMLEntry]] = []
    for item in sequence {
      guard item.mapping != nil, let entries = try build(item).entries else {
        throw FileProblem(at: position(of: item), "a merge key's list may hold mappings only")
      }
      all.append(entries)
    }
    return all.reversed().flatMap { $0 }
  }

  /// Later entries win, in the place where the key came first, as in a Python dictionary.
  private static func overlay(_ entries: [YAMLEntry]) -> [YAMLEntry] {
    var order: [String] = []
    var last: [String: YAMLEntry] = [:]
    for entry in entries where last.updateValue(entry, forKey: entry.key) == nil { order.append(entry.key) }
    return order.compactMap { last[$0] }
  }
}

extension Value {
  /// The text Python's `json` gives a dictionary key of this value.
  var keyText: String {
    switch self {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .int(let int): String(int)
    case .double(let double): double.pythonText
    case .string(let string): string
    case .list, .map: "\(self)"
    }
  }
}
