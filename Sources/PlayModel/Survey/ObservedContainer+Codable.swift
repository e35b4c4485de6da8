/// The stored form, without what is the default (`StoredDefaults`): a run's plan keeps the container it
/// replaces, and a later version has to be able to put that back.
extension ObservedContainer {
  private enum Key: String, CodingKey {
    case id, name, image, status, health, labels, error
    case imageID = "image_id"
    case exitCode = "exit_code"
    case outOfMemory = "out_of_memory"
    case startedAt = "started_at"
    case restartCount = "restart_count"
    case restartPolicy = "restart_policy"
    case hostPorts = "host_ports"
    case removedOnStop = "removed_on_stop"
    case stopTimeout = "stop_timeout"
  }

  private static let standard = ObservedContainer(id: "", name: "", image: "", imageID: "", status: .running)

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let standard = Self.standard
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(image, forKey: .image)
    try container.encode(imageID, forKey: .imageID)
    try container.encode(status, forKey: .status)
    try container.encode(health, .health, unless: standard.health)
    try container.encode(exitCode, .exitCode, unless: standard.exitCode)
    try container.encode(outOfMemory, .outOfMemory, unless: standard.outOfMemory)
    try container.encode(startedAt, .startedAt, unless: standard.startedAt)
    try container.encode(restartCount, .restartCount, unless: standard.restartCount)
    try container.encode(restartPolicy, .restartPolicy, unless: standard.restartPolicy)
    try container.encode(labels, .labels, unless: standard.labels)
    try container.encode(hostPorts, .hostPorts, unless: standard.hostPorts)
    try container.encode(error, .error, unless: standard.error)
    try container.encode(removedOnStop, .removedOnStop, unless: standard.removedOnStop)
    try container.encode(stopTimeout, .stopTimeout, unless: standard.stopTimeout)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let standard = Self.standard
    self.init(
      id: try container.decode(String.self, forKey: .id),
      name: try container.decode(String.self, forKey: .name),
      image: try container.decode(String.self, forKey: .image),
      imageID: try container.decode(String.self, forKey: .imageID),
      status: try container.decode(Status.self, forKey: .status),
      health: try container.decode(.health, or: standard.health),
      exitCode: try container.decode(.exitCode, or: standard.exitCode),
      outOfMemory: try container.decode(.outOfMemory, or: standard.outOfMemory),
      startedAt: try container.decode(.startedAt, or: standard.startedAt),
      restartCount: try container.decode(.restartCount, or: standard.restartCount),
      restartPolicy: try container.decode(.restartPolicy, or: standard.restartPolicy),
      labels: try container.decode(.labels, or: standard.labels),
      hostPorts: try container.decode(.hostPorts, or: standard.hostPorts),
      error: try container.decode(.error, or: standard.error),
      removedOnStop: try container.decode(.removedOnStop, or: standard.removedOnStop),
      stopTimeout: try container.decode(.stopTimeout, or: standard.stopTimeout))
  }
}
