/// Where a run's events are kept. An event is on disk when `append` returns.
public protocol RunJournal: Sendable {
  /// Numbers, times and stores the event, and gives it back as stored.
  func append(_ body: RunEvent.Body) async throws -> RunEvent
}
