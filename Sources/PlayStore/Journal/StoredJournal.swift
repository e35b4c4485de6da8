import GRDB
import PlayModel

/// The journal of one run in the run store. An event is on disk when `append` returns.
///
/// Appends that come while a transaction is under way wait together and share the next one: with many
/// hosts at work the disk is asked to sync once for all of them, not once for each.
public actor StoredJournal: RunJournal {
  private struct Waiting {
    let time: Timestamp
    let entries: [Entry]
    let continuation: CheckedContinuation<[RunEvent], any Error>
  }

  /// A body and its stored form, redacted.
  struct Entry: Sendable {
    let body: RunEvent.Body
    let text: String
  }

  public nonisolated let run: RunID
  private let store: RunStore
  private let clock: any PlayClock
  private var tail: JournalTail
  private var waiting: [Waiting] = []
  private var isWriting = false
  private var writingCount = 0
  /// Committed so far, for tests of the sharing.
  private(set) var transactions = 0

  init(run: RunID, store: RunStore, clock: any PlayClock, tail: JournalTail) {
    self.run = run
    self.store = store
    self.clock = clock
    self.tail = tail
  }

  /// Appends that have not returned.
  var pendingCount: Int { waiting.count + writingCount }

  /// Throws `RunStoreError`. An event that could not be stored is not part of the run, and a later
  /// append may succeed: the disk may have room again.
  public nonisolated func append(_ body: RunEvent.Body) async throws -> RunEvent {
    let events = try await append([body])
    return events[0]
  }

  public nonisolated func append(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    guard !bodies.isEmpty else { return [] }
    // Here, not in the actor: the hosts' tasks make their JSON side by side.
    let entries = try bodies.map { body throws(RunStoreError) in try entry(for: body) }
    return try await enqueue(entries)
  }

  private nonisolated func entry(for body: RunEvent.Body) throws(RunStoreError) -> Entry {
    let text = try StoredText.encode(body, type: body.type)
    let redacted = store.redact(text)
    guard redacted != text else { return Entry(body: body, text: text) }
    guard let changed = StoredText.decode(RunEvent.Body.self, from: redacted), changed.type == body.type
    else {
      throw .notEncodable(type: body.type, detail: "it cannot be read any more after redaction")
    }
    return Entry(body: changed, text: redacted)
  }

  private func enqueue(_ entries: [Entry]) async throws -> [RunEvent] {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(time: clock.now(), entries: entries, continuation: continuation))
      guard !isWriting else { return }
      isWriting = true
      // A task of its own: what is recorded does not depend on whether the caller was cancelled.
      Task { await self.drain() }
    }
  }

  private func drain() async {
    while !waiting.isEmpty {
      let batch = waiting
      waiting = []
      writingCount = batch.count
      do {
        let (events, tail) = try await commit(batch.flatMap { each in each.entries.map { (each.time, $0) } })
        self.tail = tail
        transactions += 1
        var rest = events[...]
        for waiter in batch {
          waiter.continuation.resume(returning: Array(rest.prefix(waiter.entries.count)))
          rest = rest.dropFirst(waiter.entries.count)
        }
      } catch {
        let failure = RunStoreError(error, path: store.path)
        for waiter in batch { waiter.continuation.resume(throwing: failure) }
      }
    }
    writingCount = 0
    isWriting = false
  }

  private func commit(_ batch: [(Timestamp, Entry)]) async throws -> ([RunEvent], JournalTail) {
    let (tail, run) = (tail, run)
    return try await store.database.write { database in
      var next = tail
      let events = try batch.map { try next.write($0.1, time: $0.0, run: run, database) }
      try next.writeSummary(after: tail, database)
      return (events, next)
    }
  }
}
