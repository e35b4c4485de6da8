/// A large value behind a reference, so that whatever holds it is small to keep and to copy, and those who have the same
/// may share it. Stored and compared as the value itself.
public struct Shared<Value: Sendable>: Sendable {
  private final class Storage: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private let storage: Storage

  public init(_ value: Value) { storage = Storage(value) }

  public var value: Value { storage.value }
}

extension Shared: Equatable where Value: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    left.storage === right.storage || left.value == right.value
  }
}

extension Shared: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Shared: Codable where Value: Codable {
  public init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
