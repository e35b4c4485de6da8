/// The name of a service: the key under `services:` in a playbook.
public struct ServiceName: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral value: String) { self.text = value }
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public var description: String { text }

  public static func < (left: ServiceName, right: ServiceName) -> Bool { left.text < right.text }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
