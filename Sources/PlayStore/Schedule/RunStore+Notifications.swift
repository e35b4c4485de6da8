import GRDB
import PlayModel

/// Messages on their way. Each is written down once, before it is sent.
extension RunStore {
  public func post(
    _ event: NotifyTarget.Event, of occurrence: JobOccurrence, to ways: [NotifyTarget.Way], body: String,
    at time: Timestamp
  ) throws(RunStoreError) {
    let body = redact(body)
    var texts: [String] = []
    for way in ways { texts.append(try StoredText.encode(way, type: "notify")) }
    try write { database in
      for text in texts {
        try database.execute(
          sql: """
            INSERT INTO notifications (job, start, event, way, body, created, due, attempts)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING
            """,
          arguments: [
            occurrence.job, occurrence.start.milliseconds, event.rawValue, text, body, time.milliseconds,
            time.milliseconds,
          ])
      }
    }
  }

  /// Those that are due, the oldest first. They are nobody else's for a minute.
  public func takeNotifications(at time: Timestamp) throws(RunStoreError) -> [Notification] {
    try write { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT id, way, body, attempts FROM notifications
          WHERE delivered IS NULL AND due <= ?1 AND created > ?1 - 86400000 ORDER BY id LIMIT 100
          """, arguments: [time.milliseconds])
      var taken: [Notification] = []
      for row in rows {
        let id = try row.decode(Int64.self, forColumn: "id")
        let text = try row.decode(String.self, forColumn: "way")
        guard let way = StoredText.decode(NotifyTarget.Way.self, from: text) else { continue }
        taken.append(
          Notification(
            id: id, way: way, body: try row.decode(String.self, forColumn: "body"),
            attempts: try row.decode(Int.self, forColumn: "attempts")))
        try database.execute(
          sql: "UPDATE notifications SET due = ? WHERE id = ?", arguments: [time.milliseconds + 60_000, id])
      }
      return taken
    }
  }

  /// - Parameter problem: `nil` when it was delivered.
  public func settle(
    _ notification: Notification, problem: String?, at time: Timestamp
  ) throws(RunStoreError) {
    let problem = problem.map(redact)
    try write { database in
      guard let problem else {
        return try database.execute(
          sql: "UPDATE notifications SET delivered = ?, problem = NULL WHERE id = ?",
          arguments: [time.milliseconds, notification.id])
      }
      let wait = Int64(5000) << Int64(min(notification.attempts, 10))
      try database.execute(
        sql: "UPDATE notifications SET attempts = attempts + 1, due = ?, problem = ? WHERE id = ?",
        arguments: [time.milliseconds + wait, problem, notification.id])
    }
  }
}
