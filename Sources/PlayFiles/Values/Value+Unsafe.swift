import PlayModel

extension Value {
  /// The key of the mapping that Ansible prints for a text that is never templated.
  static let unsafeKey = "__ansible_unsafe"

  /// A text in which `{{ }}` means nothing (`!unsafe`): a mapping of one key, as Ansible writes it.
  public static func unsafe(_ text: String) -> Value { .map([unsafeKey: .string(text)]) }

  /// The text, if this is one that must not be templated.
  public var unsafeText: String? {
    guard case .map(let map) = self, map.count == 1, case .string(let text)? = map[Self.unsafeKey] else {
      return nil
    }
    return text
  }

  /// The value with every text in it made one that is never templated.
  var madeUnsafe: Value {
    switch self {
    case .string(let text): .unsafe(text)
    case .list(let items): .list(items.map(\.madeUnsafe))
    case .map(let map): unsafeText == nil ? .map(map.mapValues(\.madeUnsafe)) : self
    default: self
    }
  }
}
