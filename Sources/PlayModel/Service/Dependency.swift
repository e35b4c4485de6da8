/// Another service of the same play that has to be there first (Compose `depends_on`).
public struct Dependency: Sendable, Hashable, Codable {
  public enum Condition: String, Sendable, Hashable, Codable {
    case started = "service_started"
    case healthy = "service_healthy"
    case completed = "service_completed_successfully"
  }

  public var service: ServiceName
  public var condition: Condition

  public init(service: ServiceName, condition: Condition = .started) {
    self.service = service
    self.condition = condition
  }
}
