/// A command of the user's own that goes with a rollout (`hooks:` of a play).
public struct Hook: Sendable, Hashable, Codable {
  /// When a hook runs.
  public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Once, before anything is changed.
    case beforeRun = "before_run"
    /// Once, after everything was changed and checked.
    case afterRun = "after_run"
    /// On every host that changes, before anything of it does.
    case beforeHost = "before_host"
    /// On every host that has changed, after its checks.
    case afterHost = "after_host"
    /// Once, at the end of a run that failed.
    case onFailure = "on_failure"

    /// Whether it is each host's, and not the run's.
    public var isHosts: Bool { self == .beforeHost || self == .afterHost }
  }

  public enum Place: String, Sendable, Hashable, Codable {
    /// The host that changes; for hooks of the run the play's first host.
    case host
    /// The machine swiftplay runs on.
    case controller
  }

  /// A line for the shell.
  public var command: String
  public var place: Place
  /// How long it may take.
  public var timeout: Duration
  public var environment: [String: EnvironmentValue]
  /// Takes it back when what it was for goes back.
  public var undo: String?

  public init(
    _ command: String, on place: Place, timeout: Duration = .seconds(60),
    environment: [String: EnvironmentValue] = [:], undo: String? = nil
  ) {
    self.command = command
    self.place = place
    self.timeout = timeout
    self.environment = environment
    self.undo = undo
  }

  private enum CodingKeys: String, CodingKey {
    case command, timeout, environment, undo
    case place = "on"
  }
}
