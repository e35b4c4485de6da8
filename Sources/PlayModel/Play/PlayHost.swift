/// One host of a play with its services, resolved with the host's own variables.
public struct PlayHost: Sendable, Hashable, Codable {
  public var host: HostName
  /// In `depends_on` order.
  public var services: [ServiceSpec]

  public init(host: HostName, services: [ServiceSpec]) {
    self.host = host
    self.services = services
  }
}
