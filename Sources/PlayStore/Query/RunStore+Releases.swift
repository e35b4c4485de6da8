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
    try read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT release.run AS run, release.play AS play, release.event AS event
          FROM run_releases AS release
            JOIN run_hosts AS place ON place.run = release.run AND place.host = release.host
          WHERE release.host = ?1 AND release.service = ?2 AND release.verdict IN ('create', 'replace', 'remove')
            AND place.outcome = 'changed'
            AND (?3 IS NULL OR release.run < ?3)
          ORDER BY release.run DESC, release.play DESC LIMIT 1
          """, arguments: [host.text, service.text, before?.text])
      guard let row else { return nil }
      let run = RunID(try row.decode(String.self, forColumn: "run"))
      // The table only says where to look; the spec itself is read from the checked event.
      let event = try Self.event(
        of: run, sequence: try row.decode(Int.self, forColumn: "event"), database)
      guard case .planned(let plan) = event.body,
        let change = plan.hosts.first(where: { $0.host == host })?.services.first(where: {
          $0.spec.name == service
        })
      else { throw RunStoreError.indexDamaged(run: run) }
      return Release(
        run: run, time: event.time, host: host, change: change, play: plan.name, policy: plan.policy)
    }
  }
}
