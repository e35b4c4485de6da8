import GRDB
import PlayModel

/// The journal of one run in the run store. An event is on disk when `append` returns, and on its way there when
/// `enter` does.
///
/// Appends that come while a transaction is under way wait together and share the next one: with many
/// hosts at work the disk is asked to sync once for all of them, not once for each.
public actor StoredJournal: RunJournal {
  private struct Waiting {
    let events: [Numbered]
    /// `nil` where nobody waits.
    let continuation: CheckedContinuation<Void, any Error>?
  }

  /// A body and its stored form, redacted.
  private struct Entry: Sendable {
    let body: RunEvent.Body
    let text: String
  }

  /// An event and its stored form.
  struct Numbered: Sendable {
    let event: RunEvent
    let text: String
  }

  public nonisolated let run: RunID
  private let store: RunStore
  private let clock: any PlayClock
  private var tail: JournalTail
  /// The number of the last event that has one.
  private var lastSequence: Int
  /// Why an event could not be stored that whoever told of it takes for stored.
  private var loss: RunStoreError?
  private var waiting: [Waiting] = []
  private var isWriting = false
  /// Writing begins at the latest after this long.
  private static let longestDelay = Duration.milliseconds(20)
  private var isPlanned = false
  private var writingCount = 0
  /// Committed so far, for tests of the sharing.
  private(set) var transactions = 0

  init(run: RunID, store: RunStore, clock: any PlayClock, tail: JournalTail) {
    self.run = run
    self.store = store
    self.clock = clock
    self.tail = tail
    lastSequence = tail.lastSequence
  }

  /// Appends that are not on disk.
  var pendingCount: Int { waiting.count + writingCount }

  /// Throws `RunStoreError`. An event that could not be stored is not part of the run, and a later
  /// append may succeed: the disk may have room again. Not so where an event is missing that was only entered.
  public nonisolated func append(_ body: RunEvent.Body) async throws -> RunEvent {
    let events = try await append([body])
    return events[0]
  }

  public nonisolated func append(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    try await store(bodies, isAwaited: true)
  }

  public nonisolated func enter(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    try await store(bodies, isAwaited: false)
  }

  private nonisolated func store(_ bodies: [RunEvent.Body], isAwaited: Bool) async throws -> [RunEvent] {
    guard !bodies.isEmpty else { return [] }
    // Here, not in the actor: the hosts' tasks make their JSON side by side.
    let entries = try bodies.map { body throws(RunStoreError) in try entry(for: body) }
    return try await enqueue(entries, isAwaited: isAwaited)
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

  private func enqueue(_ entries: [Entry], isAwaited: Bool) async throws -> [RunEvent] {
    if let loss { throw loss }
    let time = clock.now()
    let events = entries.map { entry in
      lastSequence += 1
      let event = RunEvent(sequence: lastSequence, time: time, run: run, body: entry.body)
      return Numbered(event: event, text: entry.text)
    }
    if isAwaited {
      try await withCheckedThrowingContinuation { put(Waiting(events: events, continuation: $0)) }
    } else {
      put(Waiting(events: events, continuation: nil))
    }
    return events.map(\.event)
  }

  private func put(_ new: Waiting) {
    waiting.append(new)
    if new.continuation == nil { planWriting() } else { beginWriting() }
  }

  /// What nobody waits for goes with what comes next, if that is soon.
  private func planWriting() {
    guard !isWriting, !isPlanned else { return }
    isPlanned = true
    Task {
      try? await Task.sleep(for: Self.longestDelay)
      isPlanned = false
      beginWriting()
    }
  }

  private func beginWriting() {
    guard !isWriting, !waiting.isEmpty else { return }
    isWriting = true
    // A task of its own: what is recorded does not depend on whether the caller was cancelled.
    Task { await self.drain() }
  }

  private func drain() async {
    repeat {
      let batch = waiting
      waiting = []
      writingCount = batch.count
      do {
        tail = try await commit(batch.flatMap(\.events))
        transactions += 1
        for each in batch { each.continuation?.resume() }
      } catch {
        fail(batch, RunStoreError(error, path: store.path))
      }
    } while waiting.contains { $0.continuation != nil }
    writingCount = 0
    isWriting = false
    if !waiting.isEmpty { planWriting() }
  }

  /// What has its number after these cannot be stored either.
  private func fail(_ batch: [Waiting], _ failure: RunStoreError) {
    let failed = batch + waiting
    waiting = []
    lastSequence = tail.lastSequence
    if failed.contains(where: { $0.continuation == nil }) { loss = failure }
    for each in failed { each.continuation?.resume(throwing: failure) }
  }

  private func commit(_ batch: [Numbered]) async throws -> JournalTail {
    let tail = tail
    return try await store.database.write { database in
      var next = tail
      for numbered in batch { try next.write(numbered, database) }
      try next.writeSummary(after: tail, database)
      return next
    }
  }
}
