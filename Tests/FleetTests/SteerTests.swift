import Foundation
import Testing

/// `start`, `stop` and `restart` on real hosts.
@Suite struct SteerTests {
  private func steer(_ scenario: Scenario, _ arguments: String...) async throws -> RunResult {
    RunResult(await (try scenario.start(arguments + ["-i", "inventory.ini", "--output", "json"])).ending())
  }

  private func states(_ scenario: Scenario, _ name: String = "web") async throws -> [String] {
    var states: [String] = []
    for host in scenario.hosts {
      let container = try await host.container(name)
      let status = container["State"]["Status"].text ?? ""
      states.append("\(status) \(container["HostConfig"]["RestartPolicy"]["Name"].text ?? "")")
    }
    return states
  }

  @Test func stoppedStaysStoppedUntilItIsStarted() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let ids = try await scenario.ids()

      let stopped = try await steer(scenario, "stop", "web")
      #expect(stopped.exit == 0, "\(stopped.said)")
      #expect(Set(stopped.hosts.values) == ["changed"])
      // The batches are those of the play that deployed it.
      #expect(stopped.events("batch.started").count == 2)
      #expect(try await states(scenario) == ["exited no", "exited no"])
      // Also when the engine starts again: the policy would have revived it.
      try await scenario.fleet.tool(["restart-engine", scenario.host.name])
      #expect(try await states(scenario) == ["exited no", "exited no"])
      let again = try await steer(scenario, "stop", "web")
      #expect(Set(again.hosts.values) == ["unchanged"], "\(again.said)")

      let started = try await steer(scenario, "start", "web")
      #expect(started.exit == 0, "\(started.said)")
      #expect(started.events("step.finished").filter { $0["step"] == "check" }.count == 2)
      #expect(try await states(scenario) == ["running always", "running always"])
      #expect(try await scenario.ids() == ids)
      try await scenario.expectAllServe("1.0", "started")

      // It is recorded like any run, and it is no release.
      let history = try await scenario.program("history")
      #expect(history.stdout.contains("stop: web 1.0"), "\(history.stdout)")
      #expect(history.stdout.contains("start: web 1.0"), "\(history.stdout)")
      let back = try await scenario.program("rollback", started.runID, "--yes")
      #expect(back.exit == 5, "\(back.said)")
    }
  }

  @Test func aRestartGoesBatchByBatchAndStopsAtTheFirstThatFails() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let ids = try await scenario.ids()
      func started(_ host: FleetHost) async throws -> JSONValue {
        try await host.container("web")["State"]["StartedAt"]
      }
      let (first, second) = (try await started(scenario.hosts[0]), try await started(scenario.hosts[1]))
      let good = try await steer(scenario, "restart", "web")
      #expect(good.exit == 0, "\(good.said)")
      #expect(try await scenario.ids() == ids)
      #expect(try await started(scenario.hosts[0]) != first)
      #expect(try await started(scenario.hosts[1]) != second)

      // The first host's shop loses the program that answers.
      let untouched = try await started(scenario.hosts[1])
      let name = scenario.hosts[0].name
      try await scenario.hosts[0].shell("docker exec web /bin/rm /bin/serve")
      let bad = try await steer(scenario, "restart", "web")
      #expect(bad.exit == 2, "\(bad.said)")
      #expect(bad.hosts[name] == "failed")
      #expect(bad.hosts[scenario.hosts[1].name] == "not_attempted")
      #expect(try await started(scenario.hosts[1]) == untouched)
    }
  }

  @Test func killedItGoesOn() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let child = try scenario.start(["stop", "web", "-i", "inventory.ini", "--output", "json"])
      try await scenario.reached(
        Scenario.Moment(type: "step.started", step: "stop", host: 1), by: child)
      child.signal(SIGKILL)
      let killed = RunResult(await child.ending())
      // Another run is refused until somebody decides.
      let other = try await steer(scenario, "start", "web")
      #expect(other.exit == 5, "\(other.said)")
      let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
      #expect(try await states(scenario) == ["exited no", "exited no"])

      let second = try scenario.start(["start", "web", "-i", "inventory.ini", "--output", "json"])
      try await scenario.reached(
        Scenario.Moment(type: "step.started", step: "start_again", host: 1), by: second)
      second.signal(SIGKILL)
      let cancelled = try await scenario.program(
        "cancel", RunResult(await second.ending()).runID, "--output", "json")
      #expect(cancelled.exit == 0, "\(cancelled.said)")
      #expect(try await states(scenario) == ["exited no", "exited no"])
    }
  }

  @Test func whatIsNotThereIsSaid() async throws {
    try await Scenario.on(1) { scenario in
      let none = try await steer(scenario, "restart", "wbe")
      #expect(none.exit == 5, "\(none.said)")
      #expect(none.stderr.contains("no host has a container of wbe"), "\(none.stderr)")
      #expect(none.stderr.contains("swiftplay ps"), "\(none.stderr)")
    }
  }
}
