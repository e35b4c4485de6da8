import PlayModel

/// What is known of one play of a run.
public struct PlayRecord: Sendable, Hashable, Codable {
  public let plan: PlayPlan
  public let plannedAt: Timestamp
  /// Last batch that was started, and whether it is still running.
  public internal(set) var batch: Int?
  public internal(set) var isBatchRunning = false
  public internal(set) var batchStartedAt: Timestamp?
  /// What batches took that one process carried out from beginning to end.
  public internal(set) var batchDurations: [Duration] = []
  /// The running batch was broken off and taken up again.
  var isBatchBroken = false

  init(plan: PlayPlan, plannedAt: Timestamp) {
    self.plan = plan
    self.plannedAt = plannedAt
  }
}
