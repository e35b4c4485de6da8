/// Where a run's events are kept. An event is on disk when `append` returns.
public protocol RunJournal: Sendable {
  /// Numbers, times and stores the event, and gives it back as stored.
  func append(_ body: RunEvent.Body) async throws -> RunEvent

  /// Several in this order, none of which is waited for before the next: what is written to a disk goes there at once.
  func append(_ bodies: [RunEvent.Body]) async throws -> [RunEvent]

  /// The same for what nothing has to wait for: on disk soon, and no later than what is appended after it. Where that
  /// fails, so does everything after it.
  func enter(_ bodies: [RunEvent.Body]) async throws -> [RunEvent]
}

extension RunJournal {
  public func enter(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] { try await append(bodies) }

  public func append(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    var events: [RunEvent] = []
    for body in bodies { events.append(try await append(body)) }
    return events
  }
}
