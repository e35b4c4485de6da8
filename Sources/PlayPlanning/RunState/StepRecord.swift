import PlayModel

/// What is known of one step that was started.
public struct StepRecord: Sendable, Hashable, Codable {
  public let key: StepKey
  public internal(set) var status: StepStatus = .started
  public let startedAt: Timestamp
  public internal(set) var finishedAt: Timestamp?
  /// Of the step itself; `nil` while it runs.
  public internal(set) var outcome: StepOutcome?
  public internal(set) var trouble: Trouble?
  public internal(set) var undoStartedAt: Timestamp?
  public internal(set) var undoFinishedAt: Timestamp?
  /// Of the undo; `unknown` leaves the step `undoing`.
  public internal(set) var undoOutcome: StepOutcome?
  public internal(set) var undoTrouble: Trouble?
  /// Engine id of the container the step made.
  public internal(set) var container: String?
  /// Of a drain: what it has to restore; `nil` while it has not touched a balancer.
  public internal(set) var memberships: [BalancerMembership]?

  init(key: StepKey, startedAt: Timestamp) {
    self.key = key
    self.startedAt = startedAt
  }

  /// How long it took; `nil` while it runs. Never negative, also when the clock was set back.
  public var duration: Duration? { finishedAt.map { max(.zero, $0.since(startedAt)) } }

  public var undoDuration: Duration? {
    guard let from = undoStartedAt, let to = undoFinishedAt else { return nil }
    return max(.zero, to.since(from))
  }

  /// The host may differ from what it was before the step, so far as the record tells. A failed step
  /// is known not to have had its effect.
  public var hasEffect: Bool {
    guard key.kind.changesHost else { return false }
    switch status {
    case .started, .succeeded, .unknown, .undoing, .stuck: return true
    case .planned, .failed, .undone: return false
    }
  }

  /// What has to be undone to put the host back. Failed steps belong to it: undos are idempotent, and
  /// a step that failed half-way may have left its first half behind.
  public var wantsUndo: Bool { key.kind.hasUndo && status != .planned && status != .undone }
}
