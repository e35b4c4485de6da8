import GRDB
import PlayModel

/// One row of `events`.
struct EventRow: Sendable {
  let run: RunID
  let sequence: Int
  let time: Timestamp
  let type: String
  let body: String
  let checksum: EventChecksum

  /// The row that follows `head`.
  init(event: RunEvent, body: String, after head: EventChecksum) {
    run = event.run
    sequence = event.sequence
    time = event.time
    type = event.body.type
    self.body = body
    checksum = head.following(
      run: run.text, sequence: sequence, time: time.milliseconds, type: type, body: body)
  }

  init(_ row: Row) throws {
    run = RunID(try row.decode(String.self, forColumn: "run"))
    sequence = try row.decode(Int.self, forColumn: "sequence")
    time = Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "time"))
    type = try row.decode(String.self, forColumn: "type")
    body = try row.decode(String.self, forColumn: "body")
    checksum = EventChecksum(stored: try row.decode(Int64.self, forColumn: "checksum"))
  }

  func insert(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO events (run, sequence, time, type, body, checksum) VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [run.text, sequence, time.milliseconds, type, body, checksum.stored])
  }

  /// Throws when the row is not what was written after `head`.
  func check(after head: EventChecksum, sequence expected: Int) throws(RunStoreError) {
    guard sequence == expected else {
      throw .eventDamaged(run: run, sequence: expected, detail: "the event is missing")
    }
    let right = head.following(
      run: run.text, sequence: sequence, time: time.milliseconds, type: type, body: body)
    guard right == checksum else {
      throw .eventDamaged(run: run, sequence: expected, detail: "its checksum is wrong")
    }
  }

  /// The event of a row that was checked.
  func event() throws(RunStoreError) -> RunEvent {
    guard let decoded = StoredText.decode(RunEvent.Body.self, from: body), decoded.type == type else {
      throw .eventDamaged(run: run, sequence: sequence, detail: "this version cannot read a \(type) event")
    }
    return RunEvent(sequence: sequence, time: time, run: run, body: decoded)
  }
}
