/// A text that names one kind of thing, so that a host cannot be taken for a service. Stored and printed
/// as the text itself; sorted by code points.
public protocol NameText: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  var text: String { get }
  init(_ text: String)
}

extension NameText {
  public init(stringLiteral value: String) { self.init(value) }
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
