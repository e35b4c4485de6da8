/// What one look at a host found.
public struct HostSurvey: Sendable, Hashable, Codable {
  public var host: HostName
  public var engine: EngineInfo
  /// The host's own clock.
  public var hostTime: Timestamp
  /// All containers of the engine, running or not.
  public var containers: [ObservedContainer]
  /// TCP ports on which something listens on the host, containers' published ports included.
  public var listeningPorts: Set<Int>

  public init(
    host: HostName, engine: EngineInfo, hostTime: Timestamp, containers: [ObservedContainer],
    listeningPorts: Set<Int> = []
  ) {
    self.host = host
    self.engine = engine
    self.hostTime = hostTime
    self.containers = containers
    self.listeningPorts = listeningPorts
  }

  public func container(named name: String) -> ObservedContainer? {
    containers.first { $0.name == name }
  }
}
