import PlayModel

/// One node of a YAML or JSON document, with the place it was written.
///
/// Anchors, merge keys and scalar types are already resolved: what is left is what the file means.
public struct YAMLNode: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// Entries in the order PyYAML gives them: merged ones first, then the mapping's own.
    case mapping([YAMLEntry])
  }

  public let content: Content
  public let position: SourcePosition

  public init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }
}

/// A key and its value in a mapping.
public struct YAMLEntry: Sendable, Hashable {
  /// The key as text: Ansible turns the keys `1`, `true` and `null` into text when it writes JSON.
  public let key: String
  /// The key as it was resolved; anything but `.string` for keys such as `80:` or `yes:`.
  public let keyValue: Value
  public let keyPosition: SourcePosition
  public let node: YAMLNode

  public init(key: String, keyValue: Value, keyPosition: SourcePosition, node: YAMLNode) {
    self.key = key
    self.keyValue = keyValue
    self.keyPosition = keyPosition
    self.node = node
  }
}

/// A scalar: its value by the rules of YAML 1.1, and the text it was resolved from.
///
/// The text matters where a format's own grammar is stronger than YAML's, as with the port mapping
/// `22:22`, which YAML 1.1 takes for the base-60 number 1342.
public struct YAMLScalar: Sendable, Hashable {
  public let value: Value
  public let text: String
  /// Written without quotes, so that its type was guessed from its text.
  public let isPlain: Bool
  /// Marked `!unsafe`: `{{ }}` in it is text.
  public let isUnsafe: Bool
  /// Marked `!secret`, where the reader was told to allow that.
  public let isSecret: Bool

  public init(
    _ value: Value, text: String, isPlain: Bool, isUnsafe: Bool = false, isSecret: Bool = false
  ) {
    self.value = value
    self.text = text
    self.isPlain = isPlain
    self.isUnsafe = isUnsafe
    self.isSecret = isSecret
  }
}

extension YAMLNode {
  /// The whole tree as a value, without positions.
  public var value: Value {
    switch content {
    case .scalar(let scalar): scalar.value
    case .sequence(let items): .list(items.map(\.value))
    case .mapping(let entries):
      .map(Dictionary(entries.map { ($0.key, $0.node.value) }, uniquingKeysWith: { _, last in last }))
    }
  }

  /// The tree as a variable's value: like `value`, but a text marked `!unsafe` stays marked
  /// (`Value.unsafeText`).
  public var ansibleValue: Value {
    switch content {
    case .scalar(let scalar): scalar.isUnsafe ? scalar.value.madeUnsafe : scalar.value
    case .sequence(let items): .list(items.map(\.ansibleValue))
    case .mapping(let entries):
      .map(Dictionary(entries.map { ($0.key, $0.node.ansibleValue) }, uniquingKeysWith: { _, last in last }))
    }
  }

  public var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  public var items: [YAMLNode]? { if case .sequence(let items) = content { items } else { nil } }
  public var entries: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }
  public var isMapping: Bool { entries != nil }
  /// The text, if this is a scalar that is one.
  public var text: String? {
    guard case .string(let text)? = scalar?.value else { return nil }
    return text
  }
  public var isNull: Bool { scalar?.value == .null }

  /// The value under `key`, if this is a mapping that has it.
  public subscript(key: String) -> YAMLNode? { entries?.last { $0.key == key }?.node }

  /// What kind of thing this is, for messages: "a number", "a list".
  public var kind: String {
    switch content {
    case .scalar(let scalar): scalar.value.kind
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension Value {
  /// What Python takes for false.
  var isFalsy: Bool {
    switch self {
    case .null: true
    case .bool(let bool): !bool
    case .int(let int): int == 0
    case .double(let double): double == 0
    case .string(let string): string.isEmpty
    case .list(let list): list.isEmpty
    case .map(let map): map.isEmpty
    }
  }

  /// What kind of thing this is, for messages: "a number", "a list".
  public var kind: String {
    switch self {
    case .null: "nothing (null)"
    case .bool: "a true/false value"
    case .int, .double: "a number"
    case .string: "a text"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
