import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting

/// A run of four hosts whose third fails its check, so that the fleet goes back: the story most
/// outputs are tested on.
enum RolledBackRun {
  static let trouble = Trouble(
    .checkFailed, "GET http://127.0.0.1:8080/health answered 500",
    advice: "see the service's own log for the reason", state: "exited with 1 after 0.4 s",
    log: (1...30).map { "line \($0)" })

  static let events: [RunEvent] = {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    for host in ["h1", "h2", "h3"] as [HostName] { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(
      .surveyed(
        host: "h4",
        trouble: Trouble(.unreachable, "connection refused by 192.0.2.4 port 22")))
    script.add(
      .planned(
        SamplePlan.play(
          batches: [["h1"], ["h2", "h3"]],
          changes: [
            SamplePlan.change("cache", from: "7.2", to: "7.2"),
            SamplePlan.change("web", from: "1.0", to: "2.0"),
          ])))
    for host in ["h1", "h2", "h3"] as [HostName] {
      script.step(SamplePlan.key(host, .pull), taking: .milliseconds(2300))
    }
    script.add(.batchStarted(play: 0, batch: 0, hosts: ["h1"]))
    deploy("h1", &script)
    script.add(.batchFinished(play: 0, batch: 0))
    script.add(.waiting(reason: "pause before the next batch", duration: .seconds(10)))
    script.add(.batchStarted(play: 0, batch: 1, hosts: ["h2", "h3"]), after: .seconds(10))
    deploy("h2", &script)
    change("h3", &script)
    script.step(SamplePlan.key("h3", .check), .failed, trouble, taking: .milliseconds(420))
    script.add(.reverting(reason: "1 of 4 hosts failed, max_failures is 0", hosts: ["h3", "h2", "h1"]))
    for host in ["h3", "h2", "h1"] as [HostName] {
      script.undo(SamplePlan.key(host, .switchOver))
      script.undo(SamplePlan.key(host, .create))
    }
    script.add(.hostFinished(host: "h1", outcome: .rolledBack, trouble: nil))
    script.add(.hostFinished(host: "h2", outcome: .rolledBack, trouble: nil))
    script.add(.hostFinished(host: "h3", outcome: .failed, trouble: trouble))
    script.add(
      .hostFinished(
        host: "h4", outcome: .unreachable,
        trouble: Trouble(.unreachable, "connection refused by 192.0.2.4 port 22")))
    script.add(.finished(.rolledBack, reason: "1 of 4 hosts failed, max_failures is 0"))
    return script.events
  }()

  private static func change(_ host: HostName, _ script: inout RunScript) {
    let create = SamplePlan.key(host, .create)
    script.add(.stepStarted(create))
    script.add(.containerCreated(create, id: "c0ffee\(host)"))
    script.add(.stepFinished(create, .succeeded, nil), after: .milliseconds(300))
    script.step(SamplePlan.key(host, .switchOver), taking: .milliseconds(900))
  }

  private static func deploy(_ host: HostName, _ script: inout RunScript) {
    change(host, &script)
    script.step(SamplePlan.key(host, .check), taking: .milliseconds(4200))
  }

  /// Everything a reporter says about `events`.
  static func told(by reporter: some RunReporter, _ events: [RunEvent] = events) throws -> String {
    var reporter = reporter
    var state = RunState(run: events[0].run)
    return try events.map { event in
      try state.apply(event)
      return reporter.text(for: event, in: state)
    }.joined()
  }
}
