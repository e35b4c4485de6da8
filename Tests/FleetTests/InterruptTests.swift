import Foundation
import Testing

/// Ctrl-C: hosts in flight come to a safe point, no other begins, and the run says so.
@Suite struct InterruptTests {
  /// Interrupts a run of two batches while the first host's check is asked.
  private func interrupted(
    _ scenario: Scenario, _ version: String, _ service: ServiceText
  ) async throws -> RunResult {
    try scenario.write(PlayText(rollout: "{serial: 1}", services: [service]))
    let child = try scenario.startDeploy(version)
    _ = try await eventually("the check has begun") { () -> Bool? in
      let begun = child.outputSoFar.split(separator: "\n").contains {
        $0.contains("\"step.started\"") && $0.contains("\"check\"")
      }
      return begun || child.hasEnded ? true : nil
    }
    child.signal(SIGINT)
    return RunResult(await child.ending())
  }

  private func expectOnlyOldContainers(_ scenario: Scenario, on hosts: ArraySlice<FleetHost>) async throws {
    for host in hosts {
      #expect(try await host.containers().count == 1)
      #expect(try await host.container("web")["HostConfig"]["RestartPolicy"]["Name"] == "always")
      #expect(try await host.page("/version") == "1.0")
    }
  }

  @Test func hostInFlightIsFinishedAndTheNextNotBegun() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.ids()
      let run = try await interrupted(
        scenario, "slow",
        ServiceText(checks: "[{http: \"http://127.0.0.1:8080/health\", within: 60s, every: 200ms}]"))
      #expect(run.exit == 130, "\(run.said)")
      #expect(run.outcome == "interrupted")
      #expect(run.stderr.contains("Press Ctrl-C again"))
      #expect(run.hosts == ["h1": "changed", "h2": "not_attempted"].renamed(scenario.hosts))
      #expect(try await scenario.host.page("/version") == "slow")
      #expect(try await scenario.ids()[scenario.hosts[1].name] == before[scenario.hosts[1].name])
      try await expectOnlyOldContainers(scenario, on: scenario.hosts[1...])

      // The next run is free to go.
      try scenario.write(PlayText())
      let next = try await scenario.deploy("2.0")
      #expect(next.exit == 0, "\(next.said)")
    }
  }

  @Test func hostInFlightThatFailsIsPutBack() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let run = try await interrupted(scenario, "2.0", ServiceText(checks: "[{tcp: 8099, within: 6s}]"))
      #expect(run.exit == 130, "\(run.said)")
      #expect(run.outcome == "interrupted")
      #expect(run.hosts == ["h1": "failed", "h2": "not_attempted"].renamed(scenario.hosts))
      #expect(try await scenario.ids() == before)
      try await expectOnlyOldContainers(scenario, on: scenario.hosts[...])
    }
  }
}

extension [String: String] {
  /// The keys `h1`, `h2`… as the names of the hosts a scenario was given.
  fileprivate func renamed(_ hosts: [FleetHost]) -> [String: String] {
    var named: [String: String] = [:]
    for (index, host) in hosts.enumerated() { named[host.name] = self["h\(index + 1)"] }
    return named
  }
}
