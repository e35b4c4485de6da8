/// A container as the engine's `inspect` shows it.
public struct ObservedContainer: Sendable, Hashable, Codable {
  public enum Status: String, Sendable, Hashable, Codable {
    case created, running, paused, restarting, removing, exited, dead
  }

  public enum Health: String, Sendable, Hashable, Codable { case none, starting, healthy, unhealthy }

  public var id: String
  public var name: String
  /// The image as it was named when the container was created.
  public var image: String
  /// The image's own id, `sha256:…`.
  public var imageID: String
  public var status: Status
  public var health: Health
  public var exitCode: Int
  public var outOfMemory: Bool
  /// RFC 3339 as the engine prints it; only compared, never computed with.
  public var startedAt: String
  public var restartCount: Int
  public var restartPolicy: RestartPolicy
  public var labels: [String: String]
  /// `address:port/transport` of each published port on the host.
  public var hostPorts: [String]
  /// The engine's word on why it did not start, else empty.
  public var error: String
  /// Started with `--rm`: the engine deletes it when it stops.
  public var removedOnStop: Bool
  /// From the stop signal to SIGKILL, as the container was created; the engine's default is 10 s.
  public var stopTimeout: Duration

  public init(
    id: String, name: String, image: String, imageID: String, status: Status, health: Health = .none,
    exitCode: Int = 0, outOfMemory: Bool = false, startedAt: String = "", restartCount: Int = 0,
    restartPolicy: RestartPolicy = .no, labels: [String: String] = [:], hostPorts: [String] = [],
    error: String = "", removedOnStop: Bool = false, stopTimeout: Duration = .seconds(10)
  ) {
    self.id = id
    self.name = name
    self.image = image
    self.imageID = imageID
    self.status = status
    self.health = health
    self.exitCode = exitCode
    self.outOfMemory = outOfMemory
    self.startedAt = startedAt
    self.restartCount = restartCount
    self.restartPolicy = restartPolicy
    self.labels = labels
    self.hostPorts = hostPorts
    self.error = error
    self.removedOnStop = removedOnStop
    self.stopTimeout = stopTimeout
  }

  /// Running, not restarting, and not known to be unhealthy.
  public var isServing: Bool { status == .running && health != .unhealthy }
}
