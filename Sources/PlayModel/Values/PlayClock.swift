/// The clock of a run. Everything that waits or looks at the time asks this port, so that a
/// simulation can own time.
public protocol PlayClock: Sendable {
  /// Wall time, for the record and for calendars.
  func now() -> Timestamp
  /// Waits; throws `CancellationError` when the task is cancelled meanwhile.
  func sleep(for duration: Duration) async throws
}
