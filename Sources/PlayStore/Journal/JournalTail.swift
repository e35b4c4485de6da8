import GRDB
import PlayModel

/// Where a run's journal ends: what the next event is chained to.
struct JournalTail: Sendable {
  private(set) var head = EventChecksum.start
  /// `nil` before the first event.
  private(set) var digest: RunDigest?

  /// Before the first event.
  init() {}

  /// After events that were read and checked.
  init(after events: [RunEvent], head: EventChecksum) {
    self.head = head
    digest = events.first.flatMap(RunDigest.init(first:))
    for event in events.dropFirst() { digest?.add(event) }
  }

  var lastSequence: Int { digest?.summary.lastSequence ?? 0 }

  /// Stores one event, the next after the last.
  mutating func write(_ numbered: StoredJournal.Numbered, _ database: Database) throws {
    let event = numbered.event
    let row = EventRow(event: event, body: numbered.text, after: head)
    if digest == nil {
      digest = RunDigest(first: event)
      guard digest != nil else { throw RunStoreError.journalNotStarted(event.run) }
    } else {
      digest?.add(event)
    }
    do {
      try row.insert(database)
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY {
      throw RunStoreError.journalOvertaken(run: event.run, sequence: event.sequence)
    }
    try DerivedRows.insert(for: event, database)
    head = row.checksum
  }

  /// Brings the run's row from `before` to here.
  func writeSummary(after before: JournalTail, _ database: Database) throws {
    guard let summary = digest?.summary else { return }
    let row = try SummaryRow(summary, head: head)
    guard before.digest != nil else { return try row.insert(database) }
    guard try row.update(database, before: before.lastSequence, head: before.head) else {
      throw RunStoreError.journalOvertaken(run: summary.run, sequence: before.lastSequence + 1)
    }
  }
}
