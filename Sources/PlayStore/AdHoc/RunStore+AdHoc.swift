import GRDB
import PlayModel

/// Ad hoc commands. They are no runs: nothing resumes them, and they hold no locks.
extension RunStore {
  /// Writes down that a command begins, before anything is sent.
  public func begin(_ record: AdHocRecord) throws(RunStoreError) {
    let hosts = try StoredText.encode(record.hosts, type: "hosts")
    let command = redact(record.command)
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO commands (id, started, user, machine, directory, command, hosts, results)
          VALUES (?, ?, ?, ?, ?, ?, ?, '[]')
          """,
        arguments: [
          record.id.text, record.startedAt.milliseconds, record.user, record.machine, record.directory,
          command, hosts,
        ])
    }
  }

  /// Writes down what came of it.
  ///
  /// - Parameter hosts: those that have turned out to have a part in it.
  public func finish(
    _ id: RunID, at time: Timestamp, hosts: [HostName], results: [ExecResult]
  ) throws(RunStoreError) {
    let hosts = try StoredText.encode(hosts, type: "hosts")
    let results = redact(try StoredText.encode(results, type: "results"))
    try write { database in
      try database.execute(
        sql: "UPDATE commands SET finished = ?, hosts = ?, results = ? WHERE id = ?",
        arguments: [time.milliseconds, hosts, results, id.text])
    }
  }

  /// The newest first.
  public func commands(
    on host: HostName? = nil, by user: String? = nil, limit: Int = 20
  ) throws(RunStoreError) -> [AdHocRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM commands
          WHERE (?1 IS NULL OR user = ?1) AND (?2 IS NULL OR ?2 IN (SELECT value FROM json_each(hosts)))
          ORDER BY started DESC, id DESC LIMIT ?3
          """, arguments: [user, host?.text, limit]
      ).map { try Self.record($0, path: path) }
    }
  }

  private static func record(_ row: Row, path: String) throws -> AdHocRecord {
    let id = RunID(try row.decode(String.self, forColumn: "id"))
    guard
      let hosts = StoredText.decode(
        [HostName].self, from: try row.decode(String.self, forColumn: "hosts")),
      let results = StoredText.decode(
        [ExecResult].self, from: try row.decode(String.self, forColumn: "results"))
    else {
      throw RunStoreError.damaged(path: path, detail: "the ad hoc command \(id) is not what was written")
    }
    return AdHocRecord(
      id: id, startedAt: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "started")),
      user: try row.decode(String.self, forColumn: "user"),
      machine: try row.decode(String.self, forColumn: "machine"),
      directory: try row.decode(String.self, forColumn: "directory"),
      command: try row.decode(String.self, forColumn: "command"), hosts: hosts,
      finishedAt: try row.decode(Int64?.self, forColumn: "finished").map { Timestamp(milliseconds: $0) },
      results: results)
  }
}
