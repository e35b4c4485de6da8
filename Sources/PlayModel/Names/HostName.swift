/// The name a host has in the inventory (Ansible's `inventory_hostname`), not its network address.
public struct HostName: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral value: String) { self.text = value }
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public var description: String { text }

  public static func < (left: HostName, right: HostName) -> Bool { left.text < right.text }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
