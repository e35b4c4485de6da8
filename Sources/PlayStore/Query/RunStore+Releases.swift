import GRDB
import PlayModel

extension RunStore {
  /// The release that a run last brought to a host and left there: of the newest run that ended with
  /// the host `changed` and had planned this service anew. `nil` when there is none.
  ///
  /// `before` leaves out that run and all later ones.
  public func lastRelease(
    of service: ServiceName, on host: HostName, before: RunID? = nil
  ) throws(RunStoreError) -> Release? {
    let found = try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT release.run AS run, release.play AS play, release.event AS event
          FROM run_releases AS release
            JOIN run_hosts AS place ON place.run = release.run AND place.host = release.host
          WHERE release.host = ?1 AND release.service = ?2 AND release.verdict <> 'unchanged'
            AND place.outcome = 'changed'
            AND (?3 IS NULL OR release.run < ?3)
          ORDER BY release.run DESC, release.play DESC LIMIT 1
          """, arguments: [host.text, service.text, before?.text]
      ).map { row in
        (
          RunID(try row.decode(String.self, forColumn: "run")), try row.decode(Int.self, forColumn: "event")
        )
      }
    }
    guard let (run, sequence) = found else { return nil }
    // The spec itself is read from the run's checked events.
    let events = try events(of: run)
    guard events.indices.contains(sequence - 1), case .planned(let plan) = events[sequence - 1].body,
      let change = plan.hosts.first(where: { $0.host == host })?.services.first(where: {
        $0.spec.name == service
      })
    else { throw .summaryDamaged(run: run.text) }
    return Release(run: run, time: events[sequence - 1].time, host: host, change: change)
  }
}
