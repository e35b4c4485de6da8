/// A network a container joins (Compose `networks`). It is the engine's network of this very name.
public struct NetworkAttachment: Sendable, Hashable, Codable {
  public var name: String
  public var aliases: [String]
  public var ipv4Address: String?
  public var ipv6Address: String?

  public init(name: String, aliases: [String] = [], ipv4Address: String? = nil, ipv6Address: String? = nil) {
    self.name = name
    self.aliases = aliases
    self.ipv4Address = ipv4Address
    self.ipv6Address = ipv6Address
  }
}
