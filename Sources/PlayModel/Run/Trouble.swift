/// Why a step or a host failed: data for reports, kept with the run.
public struct Trouble: Error, Sendable, Hashable, Codable {
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    case unreachable
    case noEngine = "no_engine"
    case diskFull = "disk_full"
    case imageNotFound = "image_not_found"
    case registryUnreachable = "registry_unreachable"
    case pullFailed = "pull_failed"
    case portTaken = "port_taken"
    case nameTaken = "name_taken"
    case createFailed = "create_failed"
    case startFailed = "start_failed"
    case exited
    case restarted
    case unhealthy
    case checkFailed = "check_failed"
    case stopFailed = "stop_failed"
    case unsupported
    case lostConnection = "lost_connection"
    case timedOut = "timed_out"
    case minHealthy = "min_healthy"
    /// A load balancer cannot be steered, or does not do what it was told.
    case balancer
    /// Requests were still under way when the drain's deadline came.
    case notDrained = "not_drained"
    /// A hook of the play ended badly.
    case hook
    case interrupted
    /// Another run holds the host, or has taken it over.
    case locked
    /// The host runs an image created after the one that is wanted, and `refuse_older` is on.
    case older
    case undoFailed = "undo_failed"
    case other
  }

  public var reason: Reason
  /// One line in the words of the engine or the check: `GET http://127.0.0.1:8080/health answered 500`.
  public var detail: String
  /// What the user can do, where there is something.
  public var advice: String?
  /// The container's state as a line, `exited with 1 after 0.4 s`, where there is a container.
  public var state: String?
  /// The container's last log lines (at most 100), oldest first.
  public var log: [String]

  public init(
    _ reason: Reason, _ detail: String, advice: String? = nil, state: String? = nil, log: [String] = []
  ) {
    self.reason = reason
    self.detail = detail
    self.advice = advice
    self.state = state
    self.log = log
  }
}
