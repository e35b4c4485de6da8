/// What a play will do on one host, service by service in `depends_on` order.
public struct HostPlan: Sendable, Hashable, Codable {
  public var host: HostName
  public var services: [ServiceChange]

  public init(host: HostName, services: [ServiceChange]) {
    self.host = host
    self.services = services
  }

  public var changes: Bool { services.contains { $0.changes } }
}
