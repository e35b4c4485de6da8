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
  /// When the images of the containers were built, by their ids, RFC 3339 as the engine prints it; only
  /// where somebody asked.
  public var imageDates: [String: String]

  public init(
    host: HostName, engine: EngineInfo, hostTime: Timestamp, containers: [ObservedContainer],
    listeningPorts: Set<Int> = [], imageDates: [String: String] = [:]
  ) {
    self.host = host
    self.engine = engine
    self.hostTime = hostTime
    self.containers = containers
    self.listeningPorts = listeningPorts
    self.imageDates = imageDates
  }

  public func container(named name: String) -> ObservedContainer? {
    containers.first { $0.name == name }
  }
}
