import PlayModel

/// A run's events as far as they are what was written.
public struct RunRecord: Sendable, Hashable {
  public let run: RunID
  /// From the first to the last good one.
  public internal(set) var events: [RunEvent] = []
  /// What is wrong after `events`; `nil` when all is well.
  public internal(set) var damage: RunStoreError?
  /// Checksum of the last good event.
  var head = EventChecksum.start

  init(run: RunID) { self.run = run }
}
