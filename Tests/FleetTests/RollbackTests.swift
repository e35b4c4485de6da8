import Foundation
import Testing

/// Taking a run back by hand.
@Suite struct RollbackTests {
  private func rollback(_ scenario: Scenario, _ more: String...) async throws -> RunResult {
    RunResult(await (try scenario.start(["rollback", "--output", "json"] + more)).ending())
  }

  @Test func keptContainersComeBackAndNothingIsTakenBackByAccident() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let newer = try await scenario.deploy("2.0")
      #expect(newer.exit == 0)
      let after = try await scenario.ids()

      // Nobody can be asked here, and nobody has said yes.
      let asked = try await rollback(scenario)
      #expect(asked.exit == 5, "\(asked.said)")
      #expect(asked.stderr.contains(newer.runID) && asked.stderr.contains("--yes"), "\(asked.stderr)")
      #expect(try await scenario.ids() == after)
      let shown = try await scenario.program("rollback")
      #expect(shown.exit == 5, "\(shown.said)")
      #expect(shown.stdout.contains("2.0 → 1.0"), "what it would restore: \(shown.stdout)")
      let history = try await scenario.program("history")
      #expect(history.stdout.contains("rollback of \(newer.runID)"), "\(history.stdout)")

      let back = try await rollback(scenario, "--yes")
      #expect(back.exit == 0, "\(back.said)")
      #expect(try await scenario.ids() == before)
      try await scenario.expectAllServe("1.0", "rollback")
      for host in scenario.hosts {
        #expect(try await host.container("web")["HostConfig"]["RestartPolicy"]["Name"] == "always")
      }

      // The last change is a rollback now: it is not undone without its name, and not even with --yes.
      let twice = try await rollback(scenario, "--yes")
      #expect(twice.exit == 5, "\(twice.said)")
      #expect(twice.stderr.contains("swiftplay rollback \(back.runID)"), "\(twice.stderr)")
      #expect(try await scenario.ids() == before)
      // Hosts that are there already are left alone.
      let again = try await rollback(scenario, newer.runID, "--yes")
      #expect(again.exit == 0, "\(again.said)")
      #expect(Set(again.hosts.values) == ["unchanged"])
      let named = try await rollback(scenario, back.runID, "--yes")
      #expect(named.exit == 0, "\(named.said)")
      #expect(try await scenario.ids() == after)
    }
  }

  /// The container is gone: it is made again as it was, not as the playbook says today.
  @Test func goneContainersAreMadeAgainFromTheirRelease() async throws {
    try await Scenario.on(1) { scenario in
      let old = ServiceText(environment: "{SITE: first}", more: ["mem_limit: 64m"])
      try scenario.write(PlayText(rollout: "{keep: 0}", services: [old]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.host.container("web")
      let new = ServiceText(environment: "{SITE: second}", more: ["mem_limit: 96m"])
      try scenario.write(PlayText(rollout: "{keep: 0}", services: [new]))
      #expect(try await scenario.deploy("2.0").exit == 0)
      #expect(try await scenario.host.containers().count == 1)

      let back = try await rollback(scenario, "--yes")
      #expect(back.exit == 0, "\(back.said)")
      let after = try await scenario.host.container("web")
      #expect(after["Id"] != before["Id"])
      #expect(after["Image"] == before["Image"])
      #expect(after["HostConfig"]["Memory"] == before["HostConfig"]["Memory"])
      #expect(after["HostConfig"]["RestartPolicy"] == before["HostConfig"]["RestartPolicy"])
      #expect(after["Config"]["Env"] == before["Config"]["Env"])
      let spec = "dev.swiftplay.spec"
      #expect(after["Config"]["Labels"][spec] == before["Config"]["Labels"][spec])
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }

  @Test func killedRollbackGoesOn() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      for moment in [
        Scenario.Moment(type: "host.surveyed"), .init(type: "step.started", step: "switch", host: 1),
      ] {
        #expect(try await scenario.deploy("2.0").exit == 0)
        let child = try scenario.start(["rollback", "--yes", "--output", "json"])
        try await scenario.reached(moment, by: child)
        child.signal(SIGKILL)
        let killed = RunResult(await child.ending())
        #expect(killed.exit == 137)
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(resumed.said)")
        #expect(try await scenario.ids() == before)
        try await scenario.expectAllServe("1.0", "\(moment)")
      }
    }
  }
}
