/// What became of one time at which a scheduled job was due. Job and start are its key: it happens once.
public struct JobOccurrence: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// From then on the job is known; not a time at which it was due.
    case known
    /// A process is at it, or was.
    case running
    case done
    /// Nobody could begin it in time.
    case missed
    /// It was due while the one before still ran.
    case skipped
  }

  public var job: String
  public var start: Timestamp
  public var status: Status
  /// When that was written down.
  public var notedAt: Timestamp
  public var run: RunID?
  public var outcome: RunOutcome?

  public init(
    job: String, start: Timestamp, status: Status, notedAt: Timestamp, run: RunID? = nil,
    outcome: RunOutcome? = nil
  ) {
    self.job = job
    self.start = start
    self.status = status
    self.notedAt = notedAt
    self.run = run
    self.outcome = outcome
  }
}
