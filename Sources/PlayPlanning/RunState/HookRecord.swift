import PlayModel

/// What is known of one hook of the run that was begun.
public struct HookRecord: Sendable, Hashable, Codable {
  public let key: Hook.Key
  public let hook: Hook
  /// When it was first begun.
  public let startedAt: Timestamp
  /// `nil` while it runs.
  public internal(set) var outcome: StepOutcome?
  public internal(set) var trouble: Trouble?
  /// Of its undo.
  public internal(set) var undoOutcome: StepOutcome?

  /// One that failed may have left its first half behind.
  public var wantsUndo: Bool { undoOutcome != .succeeded }
}
