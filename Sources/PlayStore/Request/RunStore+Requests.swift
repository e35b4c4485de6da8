import GRDB
import PlayModel

/// Requests for runs. Every change of status says from which one, so that two people, or two processes, never both
/// make it.
extension RunStore {
  public func add(_ request: ChangeRequest) throws(RunStoreError) {
    let (command, plan, reason) = (redact(request.command), redact(request.plan), redact(request.reason))
    let windows = try StoredText.encode(request.windows, type: "windows")
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO requests
          (id, created, user, machine, directory, command, windows, reason, plan, digest, status)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          request.id.text, request.createdAt.milliseconds, request.user, request.machine, request.directory,
          command, windows, reason, plan, request.digest, request.status.rawValue,
        ])
    }
  }

  /// The oldest first: the order in which they run.
  public func requests(
    _ statuses: Set<ChangeRequest.Status> = Set(ChangeRequest.Status.allCases), since: Timestamp? = nil
  ) throws(RunStoreError) -> [ChangeRequest] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM requests WHERE created >= ? ORDER BY created, id",
        arguments: [since?.milliseconds ?? 0]
      ).map { try Self.request($0, path: path) }.filter { statuses.contains($0.status) }
    }
  }

  /// By its id, the beginning of it or its last four characters; `nil` where there is none.
  public func request(matching text: String) throws(RunStoreError) -> ChangeRequest? {
    let all = try requests()
    if let exact = all.first(where: { $0.id.text == text }) { return exact }
    let some = all.filter { $0.id.text.hasPrefix(text) || $0.id.text.hasSuffix("-\(text)") }
    return some.count == 1 ? some[0] : nil
  }

  /// Approves what is pending, or rejects what has not begun.
  ///
  /// - Returns: whether it still was.
  public func decide(
    _ id: RunID, _ status: ChangeRequest.Status, _ decision: ChangeRequest.Decision
  ) throws(RunStoreError) -> Bool {
    let reason = decision.reason.map(redact)
    return try write { database in
      try database.execute(
        sql: """
          UPDATE requests SET status = ?1, decided_by = ?2, decided = ?3, decision = ?4
          WHERE id = ?5 AND (status = 'pending' OR (status = 'approved' AND ?1 = 'rejected'))
          """,
        arguments: [
          status.rawValue, decision.user, decision.time.milliseconds, reason, id.text,
        ])
      return database.changesCount == 1
    }
  }

  /// Takes an approved request for a run that begins now.
  ///
  /// - Returns: whether nobody else has, and no other one is being carried out: they go in order.
  public func claim(_ id: RunID, run: RunID, by claimant: Claimant) throws(RunStoreError) -> Bool {
    try write { database in
      try database.execute(
        sql: """
          UPDATE requests SET status = 'running', run = ?, claimed_on = ?, claimed_by = ?
          WHERE id = ? AND status = 'approved'
          AND NOT EXISTS (SELECT 1 FROM requests WHERE status = 'running')
          """,
        arguments: [run.text, claimant.machine, claimant.process, id.text])
      return database.changesCount == 1
    }
  }

  /// - Parameter status: `done`, or `approved` for one that nothing was done about after all.
  public func finish(
    _ id: RunID, as status: ChangeRequest.Status, outcome: RunOutcome?
  ) throws(RunStoreError) {
    try write { database in
      try database.execute(
        sql: "UPDATE requests SET status = ?, outcome = ? WHERE id = ? AND status = 'running'",
        arguments: [status.rawValue, outcome?.rawValue, id.text])
    }
  }

  /// The process that has taken a request.
  public struct Claimant: Sendable, Hashable {
    public var machine: String
    public var process: Int

    public init(machine: String, process: Int) {
      self.machine = machine
      self.process = process
    }
  }

  /// Who has taken it last.
  public func claimant(of id: RunID) throws(RunStoreError) -> Claimant? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT claimed_on, claimed_by FROM requests WHERE id = ?", arguments: [id.text]
      ).flatMap { row in
        guard let machine = try row.decode(String?.self, forColumn: "claimed_on"),
          let process = try row.decode(Int?.self, forColumn: "claimed_by")
        else { return nil }
        return Claimant(machine: machine, process: process)
      }
    }
  }

  private static func request(_ row: Row, path: String) throws -> ChangeRequest {
    let id = RunID(try row.decode(String.self, forColumn: "id"))
    guard
      let windows = StoredText.decode([String].self, from: try row.decode(String.self, forColumn: "windows")),
      let status = ChangeRequest.Status(rawValue: try row.decode(String.self, forColumn: "status"))
    else {
      throw RunStoreError.damaged(path: path, detail: "the request \(id) is not what was written")
    }
    let decider = try row.decode(String?.self, forColumn: "decided_by")
    let decided = try row.decode(Int64?.self, forColumn: "decided")
    let reason = try row.decode(String?.self, forColumn: "decision")
    return ChangeRequest(
      id: id, createdAt: Timestamp(milliseconds: try row.decode(Int64.self, forColumn: "created")),
      user: try row.decode(String.self, forColumn: "user"),
      machine: try row.decode(String.self, forColumn: "machine"),
      directory: try row.decode(String.self, forColumn: "directory"),
      command: try row.decode(String.self, forColumn: "command"), windows: windows,
      reason: try row.decode(String.self, forColumn: "reason"),
      plan: try row.decode(String.self, forColumn: "plan"),
      digest: try row.decode(String.self, forColumn: "digest"), status: status,
      decision: decider.map { user in
        ChangeRequest.Decision(user: user, time: Timestamp(milliseconds: decided ?? 0), reason: reason)
      },
      run: try row.decode(String?.self, forColumn: "run").map { RunID($0) },
      outcome: try row.decode(String?.self, forColumn: "outcome").flatMap { RunOutcome(rawValue: $0) })
  }
}
