import GRDB
import PlayModel

extension RunStore {
  /// The newest runs that match, newest first.
  public func history(
    _ filter: HistoryFilter = HistoryFilter(), limit: Int = 20
  ) throws(RunStoreError) -> [RunSummary] {
    try read { database in
      try Self.countRuns(database, path: path)
      let (conditions, arguments) = Self.conditions(filter)
      return try Self.summaries(database, conditions, arguments, limit: limit)
    }
  }

  /// Throws when rows of `runs` are lost.
  private static func countRuns(_ database: Database, path: String) throws {
    let row = try Row.fetchOne(
      database, sql: "SELECT (SELECT count(*) FROM runs) AS found, sum(runs) AS written FROM ledger")
    let found = try row?.decode(Int.self, forColumn: "found") ?? 0
    guard let written = try row?.decode(Int?.self, forColumn: "written"), written == found else {
      throw RunStoreError.damaged(path: path, detail: "the number of runs is not what was written")
    }
  }

  /// Runs that have no outcome: they go on somewhere, or were killed. Newest first.
  public func unfinishedRuns() throws(RunStoreError) -> [RunSummary] {
    try history(HistoryFilter(unfinished: true), limit: Int.max)
  }

  private static func conditions(_ filter: HistoryFilter) -> (String, StatementArguments) {
    var parts = ["1"]
    var arguments = StatementArguments()
    func add(_ part: String, _ value: (any DatabaseValueConvertible)?) {
      guard let value else { return }
      parts.append(part)
      arguments += [value]
    }
    add("id IN (SELECT run FROM run_hosts WHERE host = ?)", filter.host?.text)
    add("id IN (SELECT run FROM run_releases WHERE service = ?)", filter.service?.text)
    if filter.unfinished {
      parts.append("outcome IS NULL")
    } else {
      add("outcome = ?", filter.outcome?.rawValue)
    }
    add("user = ?", filter.user)
    add("started >= ?", filter.since?.milliseconds)
    return (parts.joined(separator: " AND "), arguments)
  }

  /// The one run that `text` names: its whole id, the beginning of it, its last part (`k3f9`), or
  /// `last` for the newest.
  public func run(matching text: String) throws(RunStoreError) -> RunSummary {
    let found = try read { database in
      try Self.countRuns(database, path: path)
      if text == "last" {
        return try Self.summaries(database, "1", [], limit: 1)
      }
      let whole = try Self.summaries(database, "id = ?", [text], limit: 1)
      guard whole.isEmpty, !text.isEmpty else { return whole }
      return try Self.summaries(
        database, "substr(id, 1, length(?1)) = ?1 OR substr(id, -length('-' || ?1)) = '-' || ?1", [text],
        limit: 6)
    }
    guard let first = found.first else { throw .runNotFound(text) }
    guard found.count == 1 else { throw .runAmbiguous(text, candidates: found.map(\.run)) }
    return first
  }

  private static func summaries(
    _ database: Database, _ condition: String, _ arguments: StatementArguments, limit: Int
  ) throws -> [RunSummary] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM runs WHERE \(condition) ORDER BY id DESC LIMIT \(limit)",
      arguments: arguments
    ).map { try SummaryRow($0).summary }
  }
}
