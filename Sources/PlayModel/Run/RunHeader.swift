/// What is known of a run before it does anything.
public struct RunHeader: Sendable, Hashable, Codable {
  public enum Mode: String, Sendable, Hashable, Codable {
    case run, check, rollback, start, stop, restart

    /// `nil` for a run that deploys, looks or goes back.
    public var steering: Steering? { Steering(rawValue: rawValue) }

    public init(_ steering: Steering) {
      switch steering {
      case .start: self = .start
      case .stop: self = .stop
      case .restart: self = .restart
      }
    }
  }

  public var mode: Mode
  /// The command line, secrets redacted.
  public var command: String
  /// The local user, and the machine the controller ran on.
  public var user: String
  public var machine: String
  public var processID: Int
  public var version: String
  /// Files as given.
  public var playbooks: [String]
  public var inventories: [String]
  /// `HEAD` of the playbook's git checkout, and whether it had uncommitted changes.
  public var gitCommit: String?
  public var gitDirty: Bool
  /// Extra and play variables, secrets already replaced.
  public var variables: [String: Value]
  /// Where the command was given: its relative paths are read from there when the run is taken up again.
  public var directory: String?
  /// Of a rollback: the run it takes back.
  public var undoes: RunID?
  /// The maintenance window the run was begun in.
  public var window: RunWindow?
  /// Why the windows were overridden, in the words of `user`.
  public var windowOverride: String?

  public init(
    mode: Mode, command: String, user: String, machine: String, processID: Int, version: String,
    playbooks: [String], inventories: [String], gitCommit: String? = nil, gitDirty: Bool = false,
    variables: [String: Value] = [:], directory: String? = nil, undoes: RunID? = nil
  ) {
    self.mode = mode
    self.command = command
    self.user = user
    self.machine = machine
    self.processID = processID
    self.version = version
    self.playbooks = playbooks
    self.inventories = inventories
    self.gitCommit = gitCommit
    self.gitDirty = gitDirty
    self.variables = variables
    self.directory = directory
    self.undoes = undoes
  }
}
