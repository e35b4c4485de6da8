import PlayModel

/// A value after interpolation: nothing left to replace, with the place it was written and the secrets in it.
struct ResolvedNode: Hashable {
  enum Content: Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([ResolvedNode])
    case map([ResolvedEntry])
    /// Could not be found out, and a problem was already reported: readers skip it without a word.
    case unknown
  }

  var content: Content
  var position: SourcePosition
  /// A scalar's text as the file has it, before YAML guessed a type; `nil` for the result of an expression.
  var written: String?
  /// The secrets this very scalar contains; those of a list or map are on its scalars.
  var secrets: [NamedSecret] = []

  init(
    _ content: Content, at position: SourcePosition, written: String? = nil, secrets: [NamedSecret] = []
  ) {
    self.content = content
    self.position = position
    self.written = written
    self.secrets = secrets
  }
}

/// A key and its value in a resolved map.
struct ResolvedEntry: Hashable {
  let key: String
  /// Whether the key is text in YAML too; `on:` and `1.10:` are not.
  let isText: Bool
  let keyPosition: SourcePosition
  var node: ResolvedNode
}

/// A secret text and the name it goes by.
struct NamedSecret: Hashable {
  let name: String
  let secret: Secret

  /// How a value tagged `!secret` is called when nothing else names it.
  static let tagged = "!secret"
}

extension ResolvedNode {
  var isNull: Bool { content == .null }
  var isUnknown: Bool { content == .unknown }

  /// Every secret in this node and under it.
  var allSecrets: [NamedSecret] {
    switch content {
    case .list(let items): items.flatMap(\.allSecrets)
    case .map(let entries): entries.flatMap(\.node.allSecrets)
    default: secrets
    }
  }

  /// Whether anything in this node is unknown.
  var hasUnknown: Bool {
    switch content {
    case .unknown: true
    case .list(let items): items.contains(where: \.hasUnknown)
    case .map(let entries): entries.contains(where: \.node.hasUnknown)
    default: false
    }
  }

  /// Bytes of text, and 32 for each element of lists and maps, which is about what they cost; `nil` when it is
  /// nested deeper than `depth`.
  func size(within depth: Int) -> Int? {
    guard depth > 0 else { return nil }
    switch content {
    case .list(let items): return Self.size(of: items, within: depth)
    case .map(let entries):
      let keys = entries.reduce(0) { $0 + $1.key.utf8.count }
      return Self.size(of: entries.map(\.node), within: depth).map { $0 + keys }
    case .string(let text): return text.utf8.count
    default: return 1
    }
  }

  private static func size(of nodes: [ResolvedNode], within depth: Int) -> Int? {
    var size = 32 * nodes.count
    for node in nodes {
      guard let part = node.size(within: depth - 1) else { return nil }
      size += part
    }
    return size
  }

  /// What kind of thing this is, for messages.
  var kind: String { content == .unknown ? "unknown" : value.kind }

  /// The text a scalar has inside a longer text; `nil` for null, lists and maps.
  var scalarText: String? {
    switch content {
    case .bool(let bool): bool ? "true" : "false"
    case .int(let int): String(int)
    case .double(let double): double.pythonText
    case .string(let string): string
    case .null, .list, .map, .unknown: nil
    }
  }

  /// A scalar's text as it was written: a plain `1.10` is not rounded to `1.1`, nor `yes` made `true`. Only the
  /// spelling of `True` and `FALSE` is Compose's.
  var text: String {
    guard let written else { return scalarText ?? "" }
    if case .bool(let bool) = content, written.lowercased() == "\(bool)" { return "\(bool)" }
    return written
  }

  /// The tree as a plain value; unknown parts are null.
  var value: Value {
    switch content {
    case .null, .unknown: .null
    case .bool(let bool): .bool(bool)
    case .int(let int): .int(int)
    case .double(let double): .double(double)
    case .string(let string): .string(string)
    case .list(let items): .list(items.map(\.value))
    case .map(let entries):
      .map(Dictionary(entries.map { ($0.key, $0.node.value) }, uniquingKeysWith: { _, last in last }))
    }
  }

  /// The same tree as a plain value, with `<secret>` for every secret scalar.
  var redactedValue: Value {
    switch content {
    case .list(let items): .list(items.map(\.redactedValue))
    case .map(let entries):
      .map(Dictionary(entries.map { ($0.key, $0.node.redactedValue) }, uniquingKeysWith: { _, last in last }))
    default: secrets.isEmpty ? value : .string("<secret>")
    }
  }

  /// A plain value as a node. Map keys are sorted: `Value` keeps no order.
  init(value: Value, at position: SourcePosition) {
    switch value {
    case .null: self.init(.null, at: position)
    case .bool(let bool): self.init(.bool(bool), at: position)
    case .int(let int): self.init(.int(int), at: position)
    case .double(let double): self.init(.double(double), at: position)
    case .string(let string): self.init(.string(string), at: position)
    case .list(let items): self.init(.list(items.map { ResolvedNode(value: $0, at: position) }), at: position)
    case .map(let map):
      let entries = map.sorted { $0.key < $1.key }.map {
        ResolvedEntry(
          key: $0.key, isText: true, keyPosition: position, node: ResolvedNode(value: $0.value, at: position))
      }
      self.init(.map(entries), at: position)
    }
  }

  /// The same node as a part of what stands at `position`: errors then point at the use, not at the variable.
  func moved(to position: SourcePosition) -> ResolvedNode {
    var node = self
    node.position = position
    switch content {
    case .list(let items): node.content = .list(items.map { $0.moved(to: position) })
    case .map(let entries):
      node.content = .map(
        entries.map {
          ResolvedEntry(
            key: $0.key, isText: $0.isText, keyPosition: position, node: $0.node.moved(to: position))
        })
    default: break
    }
    return node
  }

  /// The same tree with every scalar marked as a secret called `name`; a scalar that already is one stays so.
  func markedSecret(_ name: String) -> ResolvedNode {
    var node = self
    switch content {
    case .list(let items): node.content = .list(items.map { $0.markedSecret(name) })
    case .map(let entries):
      node.content = .map(
        entries.map {
          ResolvedEntry(
            key: $0.key, isText: $0.isText, keyPosition: $0.keyPosition, node: $0.node.markedSecret(name))
        })
    case .null, .unknown, .bool: break
    case .int, .double, .string:
      if secrets.isEmpty, let text = scalarText, !text.isEmpty {
        node.secrets = [NamedSecret(name: name, secret: Secret(text))]
      }
    }
    return node
  }

  /// The same tree with nothing secret in it: what the filter `public` makes.
  func markedPublic() -> ResolvedNode {
    var node = self
    node.secrets = []
    switch content {
    case .list(let items): node.content = .list(items.map { $0.markedPublic() })
    case .map(let entries):
      node.content = .map(
        entries.map {
          ResolvedEntry(
            key: $0.key, isText: $0.isText, keyPosition: $0.keyPosition, node: $0.node.markedPublic())
        })
    default: break
    }
    return node
  }
}
