import GRDB
import PlayModel

/// One row of `runs`: a run's summary and the head of its checksum chain.
struct SummaryRow: Sendable {
  let summary: RunSummary
  let head: EventChecksum
  /// The JSON columns as they are stored; the row's checksum is over these texts.
  private let header: String
  private let services: String
  private let hosts: String

  init(_ summary: RunSummary, head: EventChecksum) throws(RunStoreError) {
    self.summary = summary
    self.head = head
    header = try StoredText.encode(summary.header, type: "run header")
    services = try StoredText.encode(summary.services, type: "run services")
    let counts = summary.hosts.map { ($0.key.rawValue, $0.value) } + [("total", summary.hostCount)]
    hosts = try StoredText.encode(
      Dictionary(counts, uniquingKeysWith: { first, _ in first }), type: "run hosts")
  }

  /// Throws `summaryDamaged` when the row is not what was written.
  init(_ row: Row) throws {
    let id = try row.decode(String.self, forColumn: "id")
    let damaged = RunStoreError.summaryDamaged(run: id)
    header = try row.decode(String.self, forColumn: "header")
    services = try row.decode(String.self, forColumn: "services")
    hosts = try row.decode(String.self, forColumn: "hosts")
    head = EventChecksum(stored: try row.decode(Int64.self, forColumn: "head"))
    let outcome = try row.decode(String?.self, forColumn: "outcome")
    guard let decodedHeader = StoredText.decode(RunHeader.self, from: header),
      let decodedServices = StoredText.decode([RunSummary.Deployed].self, from: services),
      var counts = StoredText.decode([String: Int].self, from: hosts),
      let total = counts.removeValue(forKey: "total"),
      (outcome.map { RunOutcome(rawValue: $0) != nil } ?? true)
    else { throw damaged }
    summary = RunSummary(
      run: RunID(id), header: decodedHeader,
      startedAt: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "started")),
      lastEventAt: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "last_time")),
      lastSequence: try row.decode(Int.self, forColumn: "last_sequence"),
      outcome: outcome.flatMap(RunOutcome.init(rawValue:)),
      reason: try row.decode(String?.self, forColumn: "reason"), services: decodedServices, hostCount: total,
      hosts: Dictionary(
        counts.compactMap { name, count in HostOutcome(rawValue: name).map { ($0, count) } },
        uniquingKeysWith: { first, _ in first }))
    guard try row.decode(String.self, forColumn: "user") == summary.header.user,
      try row.decode(Int64.self, forColumn: "checksum") == checksum.stored
    else { throw damaged }
  }

  private var checksum: EventChecksum {
    var sum = EventChecksum.start
    let fields = [
      summary.run.text, "\(summary.startedAt.milliseconds)", "\(summary.lastEventAt.milliseconds)",
      "\(summary.lastSequence)", "\(head.stored)", summary.outcome?.rawValue ?? "-",
      summary.reason.map { "=\($0)" } ?? "-", header, services, hosts,
    ]
    for field in fields { sum.add("\(field.utf8.count):\(field)") }
    return sum
  }

  func insert(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO runs (started, user, outcome, reason, header, services, hosts, last_sequence, last_time,
          head, checksum, id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, arguments: columns + [summary.run.text])
    try database.execute(sql: "UPDATE ledger SET runs = runs + 1")
  }

  /// Replaces the row of a run that stood at `before`; `false` when it stands somewhere else.
  func update(_ database: Database, before: Int, head previous: EventChecksum) throws -> Bool {
    try database.cachedStatement(
      sql: """
        UPDATE runs SET started = ?, user = ?, outcome = ?, reason = ?, header = ?, services = ?, hosts = ?,
          last_sequence = ?, last_time = ?, head = ?, checksum = ?
        WHERE id = ? AND last_sequence = ? AND head = ?
        """
    ).execute(arguments: columns + [summary.run.text, before, previous.stored])
    return database.changesCount == 1
  }

  private var columns: StatementArguments {
    [
      summary.startedAt.milliseconds, summary.header.user, summary.outcome?.rawValue, summary.reason,
      header, services, hosts, summary.lastSequence, summary.lastEventAt.milliseconds, head.stored,
      checksum.stored,
    ]
  }
}
