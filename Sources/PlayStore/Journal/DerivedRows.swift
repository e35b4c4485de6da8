import GRDB
import PlayModel

/// What an event adds to the tables that answer questions over many runs.
enum DerivedRows {
  static func insert(for event: RunEvent, _ database: Database) throws {
    switch event.body {
    case .surveyed(let host, _): try see(host, event.run, database)
    case .planned(let plan): try add(plan, event, database)
    case .hostFinished(let host, let outcome, _):
      try database.cachedStatement(
        sql: """
          INSERT INTO run_hosts (run, host, outcome) VALUES (?, ?, ?)
          ON CONFLICT (run, host) DO UPDATE SET outcome = excluded.outcome
          """
      ).execute(arguments: [event.run.text, host.text, outcome.rawValue])
    case .resumed:
      try database.cachedStatement(sql: "UPDATE run_hosts SET outcome = NULL WHERE run = ?")
        .execute(arguments: [event.run.text])
    default: break
    }
  }

  private static func see(_ host: HostName, _ run: RunID, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO run_hosts (run, host) VALUES (?, ?) ON CONFLICT DO NOTHING"
    ).execute(arguments: [run.text, host.text])
  }

  private static func add(_ plan: PlayPlan, _ event: RunEvent, _ database: Database) throws {
    for host in plan.hosts {
      try see(host.host, event.run, database)
      for change in host.services {
        try database.cachedStatement(
          sql: """
            INSERT INTO run_releases (run, play, host, service, verdict, version, event)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        ).execute(arguments: [
          event.run.text, plan.play, host.host.text, change.spec.name.text, change.verdict.rawValue,
          change.spec.image.version, event.sequence,
        ])
      }
    }
  }
}
