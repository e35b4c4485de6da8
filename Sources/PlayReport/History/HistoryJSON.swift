import PlayModel

/// The list of runs as JSON lines: one `run.summary` object a run (docs/json.md).
public enum HistoryJSON {
  public static func lines(_ runs: [RunSummary]) -> String {
    runs.map { object($0).text + "\n" }.joined()
  }

  private static func object(_ run: RunSummary) -> JSONText {
    var fields = JSONFields()
    fields.add("type", "run.summary")
    fields.add("run", run.run.text)
    fields.add("time", run.startedAt)
    JSONLines.add(run.header, to: &fields)
    fields.add("outcome", run.outcome?.rawValue)
    fields.add("reason", run.reason)
    fields.add("finished", run.outcome == nil ? nil : run.lastEventAt)
    fields.add("duration", run.duration)
    fields.add("services", .array(run.services.map(object)))
    var hosts = JSONFields()
    hosts.add("total", run.hostCount)
    for outcome in HostOutcome.allCases { hosts.add(outcome.rawValue, run.hosts[outcome]) }
    fields.add("hosts", hosts.object)
    return fields.object
  }

  private static func object(_ deployed: RunSummary.Deployed) -> JSONText {
    var fields = JSONFields()
    fields.add("service", deployed.service.text)
    fields.add("version", deployed.version)
    return fields.object
  }
}
