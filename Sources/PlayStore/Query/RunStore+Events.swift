import GRDB
import PlayModel

extension RunStore {
  /// All events of a run, in order. Throws when one of them is not what was written.
  public func events(of run: RunID) throws(RunStoreError) -> [RunEvent] {
    let record = try record(of: run)
    if let damage = record.damage { throw damage }
    return record.events
  }

  /// A run's events up to the first that is damaged, and what is wrong with that one.
  public func record(of run: RunID) throws(RunStoreError) -> RunRecord {
    try read { database in
      var record = RunRecord(run: run)
      do {
        try Self.readEvents(into: &record, database)
        try Self.compareWithSummary(&record, database)
      } catch let damage as RunStoreError {
        record.damage = damage
      }
      if record.events.isEmpty, record.damage == nil { throw RunStoreError.runNotFound(run.text) }
      return record
    }
  }

  private static func readEvents(into record: inout RunRecord, _ database: Database) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM events WHERE run = ? ORDER BY sequence", arguments: [record.run.text])
    while let row = try rows.next() {
      let row = try EventRow(row)
      try row.check(after: record.head, sequence: record.events.count + 1)
      record.events.append(try row.event())
      record.head = row.checksum
    }
  }

  /// One event of a run. Those before it are checked with it, but not decoded.
  static func event(of run: RunID, sequence: Int, _ database: Database) throws -> RunEvent {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM events WHERE run = ? AND sequence <= ? ORDER BY sequence",
      arguments: [run.text, sequence])
    var head = EventChecksum.start
    var count = 0
    while let row = try rows.next() {
      let row = try EventRow(row)
      count += 1
      try row.check(after: head, sequence: count)
      if count == sequence { return try row.event() }
      head = row.checksum
    }
    throw RunStoreError.eventDamaged(run: run, sequence: count + 1, detail: "the event is missing")
  }

  /// The run's row says how many events there are, so that lost ones at the end are missed too.
  private static func compareWithSummary(_ record: inout RunRecord, _ database: Database) throws {
    let row = try Row.fetchOne(
      database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [record.run.text])
    guard let row else {
      guard record.events.isEmpty else { throw RunStoreError.summaryDamaged(run: record.run.text) }
      return
    }
    let summary = try SummaryRow(row)
    guard summary.summary.lastSequence == record.events.count else {
      throw RunStoreError.eventDamaged(
        run: record.run, sequence: record.events.count + 1, detail: "the event is missing")
    }
    guard summary.head == record.head else { throw RunStoreError.summaryDamaged(run: record.run.text) }
  }
}
