import Foundation
import Testing

/// Ctrl-C: the run stops at a safe point and says so.
@Suite struct InterruptTests {
  @Test func interruptDuringChecksPutsTheHostInFlightBack() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.ids()

      // This check never passes, so the run is there until it is stopped.
      try scenario.write(
        PlayText(rollout: "{serial: 1}", services: [ServiceText(checks: "[{tcp: 8099, within: 100s}]")]))
      let child = try scenario.startDeploy("2.0")
      _ = try await eventually("the check has begun") { () -> Bool? in
        if child.hasEnded { return true }
        let begun = child.outputSoFar.split(separator: "\n").contains {
          $0.contains("\"step.started\"") && $0.contains("\"check\"")
        }
        return begun ? true : nil
      }
      child.signal(SIGINT)
      let run = RunResult(await child.ending())
      #expect(run.exit == 130, "\(run.said)")
      #expect(run.outcome == "interrupted")
      #expect(run.stderr.contains("Press Ctrl-C again"))
      #expect(run.hosts[scenario.hosts[0].name] == "rolled_back")
      #expect(run.hosts[scenario.hosts[1].name] == "not_attempted")
      #expect(try await scenario.ids() == before)
      for host in scenario.hosts {
        #expect(try await host.containers().count == 1)
        #expect(try await host.container("web")["HostConfig"]["RestartPolicy"]["Name"] == "always")
        #expect(try await host.page("/version") == "1.0")
      }
      // The next run is free to go.
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("2.0").exit == 0)
    }
  }
}
