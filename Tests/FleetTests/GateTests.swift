import Foundation
import Testing

/// Batches that somebody has to confirm.
@Suite struct GateTests {
  @Test func aRunWaitsUntilItIsApproved() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1, confirm: true}"))
      let (first, second) = (scenario.hosts[0].name, scenario.hosts[1].name)
      let waiting = try await scenario.deploy("1.0")
      #expect(waiting.exit == 6, "\(waiting.said)")
      #expect(waiting.outcome == "waiting")
      #expect(waiting.hosts == [first: "changed", second: "not_attempted"])
      let locks = try await scenario.program("lock", "list", "-i", "inventory.ini", "--output", "json")
      #expect(locks.stdout.isEmpty, "nothing is locked meanwhile: \(locks.said)")

      let other = try await scenario.deploy("2.0")
      #expect(other.exit == 5, "\(other.said)")
      let approved = try await scenario.program("approve", waiting.runID, "--output", "json")
      #expect(approved.exit == 0, "\(approved.said)")
      #expect(approved.hosts == [first: "changed", second: "changed"])
      try await scenario.expectAllServe("1.0", "approved")
      let again = try await scenario.program("approve", waiting.runID)
      #expect(again.exit == 5, "\(again.said)")
      #expect(again.stderr.contains("does not wait"), "\(again.stderr)")
    }
  }

  @Test func aRunThatWaitsCanBeCancelled() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      try scenario.write(PlayText(rollout: "{serial: 1, confirm: true}"))
      let waiting = try await scenario.deploy("2.0")
      #expect(waiting.exit == 6, "\(waiting.said)")
      let cancelled = try await scenario.program("cancel", waiting.runID, "--output", "json")
      #expect(cancelled.exit == 0, "\(cancelled.said)")
      #expect(try await scenario.ids() == before)
      try await scenario.expectAllServe("1.0", "cancelled")
    }
  }

  /// At a terminal it is asked, with the hosts that come next.
  @Test func atATerminalItIsAsked() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1, confirm: true}"))
      let terminal = try PseudoTerminal(columns: 120, rows: 40)
      let child = try scenario.start(
        ["run", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0", "--yes"], terminal: terminal)
      let question = "Batch 1 of 2 is done. Go on with \(scenario.hosts[1].name)? [y/N]"
      _ = try await eventually("the question") { terminal.text.contains(question) ? true : nil }
      terminal.press("y\n")
      #expect(await child.ending().exit == 0, "\(terminal.text)")
      try await scenario.expectAllServe("1.0", "confirmed")
    }
  }
}
