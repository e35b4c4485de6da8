/// Somebody asked for a run, to be approved and carried out later.
public struct ChangeRequest: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case pending, approved, rejected
    /// A process is at it, or was.
    case running
    case done
    /// What it says was another thing when it was to be carried out: it never is.
    case stale
  }

  /// Who decided, when and why.
  public struct Decision: Sendable, Hashable {
    public var user: String
    public var time: Timestamp
    public var reason: String?

    public init(user: String, time: Timestamp, reason: String? = nil) {
      self.user = user
      self.time = time
      self.reason = reason
    }
  }

  public let id: RunID
  public var createdAt: Timestamp
  public var user: String
  public var machine: String
  /// Where the command was given: its relative paths are read from there.
  public var directory: String
  /// The command line that asked for it.
  public var command: String
  /// The windows it is for; none is any time its plays allow.
  public var windows: [String]
  public var reason: String
  /// What it would have changed when it was asked for, as text.
  public var plan: String
  /// Of the playbook as it was resolved then: another one is not what was approved.
  public var digest: String
  public var status: Status
  public var decision: Decision?
  /// The run that carried it out.
  public var run: RunID?
  public var outcome: RunOutcome?

  public init(
    id: RunID, createdAt: Timestamp, user: String, machine: String, directory: String, command: String,
    windows: [String], reason: String, plan: String, digest: String, status: Status = .pending,
    decision: Decision? = nil, run: RunID? = nil, outcome: RunOutcome? = nil
  ) {
    self.id = id
    self.createdAt = createdAt
    self.user = user
    self.machine = machine
    self.directory = directory
    self.command = command
    self.windows = windows
    self.reason = reason
    self.plan = plan
    self.digest = digest
    self.status = status
    self.decision = decision
    self.run = run
    self.outcome = outcome
  }
}
