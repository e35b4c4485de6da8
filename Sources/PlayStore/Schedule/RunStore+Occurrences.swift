import GRDB
import PlayModel

/// What became of the times of scheduled jobs.
extension RunStore {
  /// Writes down that a time was missed or skipped, or that a job is known from then on.
  ///
  /// - Returns: whether nothing was written of it before.
  @discardableResult
  public func note(_ occurrence: JobOccurrence) throws(RunStoreError) -> Bool {
    try insert(occurrence, by: Claimant(machine: "", process: 0))
  }

  /// Takes a time of a job for a run that begins now.
  ///
  /// - Returns: whether nobody else has, and nothing was written of it before.
  public func claim(_ occurrence: JobOccurrence, by claimant: Claimant) throws(RunStoreError) -> Bool {
    try insert(occurrence, by: claimant)
  }

  private func insert(_ occurrence: JobOccurrence, by claimant: Claimant) throws(RunStoreError) -> Bool {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO occurrences (job, start, status, noted, machine, process, run)
          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
          """,
        arguments: [
          occurrence.job, occurrence.start.milliseconds, occurrence.status.rawValue,
          occurrence.notedAt.milliseconds, claimant.machine, claimant.process, occurrence.run?.text,
        ])
      return database.changesCount == 1
    }
  }

  /// Another process goes on with what one that is gone had taken.
  ///
  /// - Returns: whether nobody else has.
  public func takeOver(
    _ occurrence: JobOccurrence, from before: Claimant, by claimant: Claimant
  ) throws(RunStoreError) -> Bool {
    try write { database in
      try database.execute(
        sql: """
          UPDATE occurrences SET machine = ?, process = ?
          WHERE job = ? AND start = ? AND status = 'running' AND machine = ? AND process = ?
          """,
        arguments: [
          claimant.machine, claimant.process, occurrence.job, occurrence.start.milliseconds, before.machine,
          before.process,
        ])
      return database.changesCount == 1
    }
  }

  /// What became of a time that was taken.
  public func finish(
    _ occurrence: JobOccurrence, as status: JobOccurrence.Status, at time: Timestamp, outcome: RunOutcome?
  ) throws(RunStoreError) {
    try write { database in
      try database.execute(
        sql: "UPDATE occurrences SET status = ?, noted = ?, outcome = ? WHERE job = ? AND start = ?",
        arguments: [
          status.rawValue, time.milliseconds, outcome?.rawValue, occurrence.job,
          occurrence.start.milliseconds,
        ])
    }
  }

  /// The newest first.
  public func occurrences(
    of job: String? = nil, _ statuses: Set<JobOccurrence.Status> = Set(JobOccurrence.Status.allCases),
    since: Timestamp? = nil, limit: Int = 1000
  ) throws(RunStoreError) -> [JobOccurrence] {
    let wanted = statuses.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    return try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM occurrences WHERE (?1 IS NULL OR job = ?1) AND start >= ?2 AND status IN (\(wanted))
          ORDER BY start DESC, job LIMIT ?3
          """, arguments: [job, since?.milliseconds ?? 0, limit]
      ).map { try Self.occurrence($0, path: path) }
    }
  }

  /// Who has taken a time of a job.
  public func claimant(of occurrence: JobOccurrence) throws(RunStoreError) -> Claimant? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT machine, process FROM occurrences WHERE job = ? AND start = ?",
        arguments: [occurrence.job, occurrence.start.milliseconds]
      ).map { row in
        Claimant(
          machine: try row.decode(String.self, forColumn: "machine"),
          process: try row.decode(Int.self, forColumn: "process"))
      }
    }
  }

  private static func occurrence(_ row: Row, path: String) throws -> JobOccurrence {
    let job = try row.decode(String.self, forColumn: "job")
    guard let status = JobOccurrence.Status(rawValue: try row.decode(String.self, forColumn: "status")) else {
      throw RunStoreError.damaged(path: path, detail: "a time of the job \(job) is not what was written")
    }
    return JobOccurrence(
      job: job, start: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "start")),
      status: status, notedAt: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "noted")),
      run: try row.decode(String?.self, forColumn: "run").map { RunID($0) },
      outcome: try row.decode(String?.self, forColumn: "outcome").flatMap { RunOutcome(rawValue: $0) })
  }
}
