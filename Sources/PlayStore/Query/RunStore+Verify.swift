import GRDB
import PlayModel

extension RunStore {
  /// Reads everything and says what is not as it was written: the file's structure, each run's events and
  /// row, and the tables derived from them. Empty when all is well.
  public func verify() throws(RunStoreError) -> [RunStoreError] {
    let (structure, runs) = try read { database in
      let words = try String.fetchAll(database, sql: "PRAGMA integrity_check")
      let runs = try String.fetchAll(
        database, sql: "SELECT id FROM runs UNION SELECT run FROM events ORDER BY 1")
      return (words.filter { $0 != "ok" }, runs.map { RunID($0) })
    }
    var found = structure.map { RunStoreError.damaged(path: path, detail: $0) }
    for run in runs {
      let record = try record(of: run)
      if let damage = record.damage {
        found.append(damage)
      } else if try !derivedRowsMatch(record) {
        found.append(.indexDamaged(run: run))
      }
    }
    return found
  }

  private func derivedRowsMatch(_ record: RunRecord) throws(RunStoreError) -> Bool {
    var tail = record.events.first.flatMap(RunDigest.init(first:))
    for event in record.events.dropFirst() { tail?.add(event) }
    let hosts = Dictionary(
      (tail?.hosts ?? [:]).map { ($0.key.text, $0.value?.rawValue) }, uniquingKeysWith: { first, _ in first })
    let releases = record.events.flatMap(Self.releases)
    return try read { database in
      let hostRows = try Row.fetchAll(
        database, sql: "SELECT host, outcome FROM run_hosts WHERE run = ?", arguments: [record.run.text])
      let storedHosts = try hostRows.map { row in
        (try row.decode(String.self, forColumn: "host"), try row.decode(String?.self, forColumn: "outcome"))
      }
      let releaseRows = try Row.fetchAll(
        database,
        sql: """
          SELECT play, host, service, verdict, version, event FROM run_releases WHERE run = ?
          """, arguments: [record.run.text])
      let storedReleases = try releaseRows.map { row in
        [
          "\(try row.decode(Int.self, forColumn: "play"))", try row.decode(String.self, forColumn: "host"),
          try row.decode(String.self, forColumn: "service"),
          try row.decode(String.self, forColumn: "verdict"),
          try row.decode(String.self, forColumn: "version"),
          "\(try row.decode(Int.self, forColumn: "event"))",
        ]
      }
      return storedHosts.count == hosts.count && storedHosts.allSatisfy { hosts[$0.0] == .some($0.1) }
        && Set(storedReleases) == Set(releases) && storedReleases.count == releases.count
    }
  }

  private static func releases(_ event: RunEvent) -> [[String]] {
    guard case .planned(let plan) = event.body else { return [] }
    return plan.hosts.flatMap { host in
      host.services.map { change in
        [
          "\(plan.play)", host.host.text, change.spec.name.text, change.verdict.rawValue,
          change.spec.image.version, "\(event.sequence)",
        ]
      }
    }
  }
}
