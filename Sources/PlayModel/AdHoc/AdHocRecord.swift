/// What the run store keeps of an ad hoc command: who did what where, and what came of it.
public struct AdHocRecord: Sendable, Hashable {
  /// Made like a run's id, and unique among these records.
  public var id: RunID
  public var startedAt: Timestamp
  /// The local user, and the machine the program ran on.
  public var user: String
  public var machine: String
  /// Where the command was given.
  public var directory: String
  /// The command line, secrets redacted.
  public var command: String
  public var hosts: [HostName]
  /// `nil` while it runs, or when it was killed.
  public var finishedAt: Timestamp?
  /// Of the hosts that have finished; one that is missing was interrupted.
  public var results: [ExecResult]

  public init(
    id: RunID, startedAt: Timestamp, user: String, machine: String, directory: String, command: String,
    hosts: [HostName], finishedAt: Timestamp? = nil, results: [ExecResult] = []
  ) {
    self.id = id
    self.startedAt = startedAt
    self.user = user
    self.machine = machine
    self.directory = directory
    self.command = command
    self.hosts = hosts
    self.finishedAt = finishedAt
    self.results = results
  }
}
