/// The id of one run, such as `20261122-162030-k3f9`: UTC start time and four random characters.
///
/// Ids sort by start time, are safe in file, container and label names, and are short enough to type.
public struct RunID: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral value: String) { self.text = value }
  public init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  public var description: String { text }

  public static func < (left: RunID, right: RunID) -> Bool { left.text < right.text }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
