import Foundation
import Testing

/// Two groups of one host each that serve in turn, behind a real HAProxy on a third host.
@Suite struct BlueGreenTests {
  private func groups(
    _ rollout: String = "", play: String = "", inventory: String = "",
    _ test: @Sendable (Scenario, FleetHost) async throws -> Void
  ) async throws {
    try await Scenario.balanced(
      by: "haproxy", edge: "'driver': 'haproxy', 'backend': 'web'",
      rollout: "{strategy: blue_green, groups: [blue, green]\(rollout)}"
    ) { scenario, balancer in
      let file = scenario.folder.appending(path: "inventory.ini")
      let text = try String(contentsOf: file, encoding: .utf8)
      try scenario.write(
        "inventory.ini",
        text + inventory + "\n[blue]\n\(scenario.hosts[0].name)\n\n[green]\n\(scenario.hosts[1].name)\n")
      let deploy = try String(contentsOf: scenario.folder.appending(path: "deploy.yml"), encoding: .utf8)
      try scenario.write("deploy.yml", deploy.replacing("  rollout:", with: "\(play)  rollout:"))
      // The green group does not serve yet.
      try await put(scenario.hosts[1], "maint", balancer, scenario)
      try await test(scenario, balancer)
    }
  }

  private func put(
    _ host: FleetHost, _ state: String, _ balancer: FleetHost, _ scenario: Scenario
  ) async throws {
    try await scenario.fleet.tool([
      "balancer", balancer.name, "say", "set server web/\(host.name) state \(state)",
    ])
  }

  /// `UP`, `DRAIN`, `MAINT`, … of blue and of green.
  private func states(_ scenario: Scenario, _ balancer: FleetHost) async throws -> [String] {
    let said = try await scenario.fleet.tool(["balancer", balancer.name, "say", "show stat -1 4 -1"])
    let rows = said.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return scenario.hosts[0...1].map { host in
      let status = rows.first { $0.count > 17 && $0[0] == "web" && $0[1] == host.name }?[17] ?? "?"
      return String(status.split(separator: " ").first ?? "?")
    }
  }

  /// The first release, on the blue group, which serves then; the green one has nothing yet.
  private func begin(_ scenario: Scenario, _ balancer: FleetHost) async throws {
    try await put(scenario.hosts[0], "maint", balancer, scenario)
    try await put(scenario.hosts[1], "ready", balancer, scenario)
    let first = try await scenario.deploy("1.0")
    #expect(first.exit == 0, "\(first.said)")
    #expect(try await states(scenario, balancer)[0] == "UP", "\(first.said)")
  }

  private func expectNoneFailed(_ load: Load) {
    #expect(load.requests > 300, "\(load.said)")
    #expect(load.failed == 0, "\(load.said)")
  }

  @Test func trafficMovesAndMovesBackAndNoRequestFails() async throws {
    try await groups(", bake: 1s") { scenario, balancer in
      try await begin(scenario, balancer)
      let (blue, green) = (scenario.hosts[0], scenario.hosts[1])
      let before = try await blue.containers()["web"]?["Id"].text
      let load = try await Load.through(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
        #expect(try await states(scenario, balancer) == ["DRAIN", "UP"], "\(run.said)")
        #expect(try await green.page("/version") == "2.0")
        // It stands by as it was.
        #expect(try await blue.containers()["web"]?["Id"].text == before)

        let again = try await scenario.deploy("2.0")
        #expect(again.exit == 0, "\(again.said)")
        #expect(again.outcome == "succeeded")
        #expect(again.events("step.started").filter { $0["step"].text != "pull" }.isEmpty, "\(again.said)")

        let back = try await scenario.program("rollback", run.runID, "--yes", "--output", "json")
        #expect(back.exit == 0, "\(back.said)")
        #expect(try await states(scenario, balancer) == ["UP", "DRAIN"], "\(back.said)")
        #expect(try await blue.page("/version") == "1.0")
      }
      expectNoneFailed(load)
    }
  }

  @Test func killedWhileTrafficMovesItGoesOn() async throws {
    try await groups { scenario, balancer in
      try await begin(scenario, balancer)
      let load = try await Load.through(balancer) {
        let child = try scenario.startDeploy("2.0")
        _ = try await eventually("green joins") { () -> Bool? in
          child.outputSoFar.contains("\"membership.seen\"") || child.hasEnded ? true : nil
        }
        child.signal(SIGKILL)
        let killed = RunResult(await child.ending())
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(resumed.said)")
      }
      expectNoneFailed(load)
      #expect(try await states(scenario, balancer) == ["DRAIN", "UP"])
    }
  }

  /// What is seen of the new release only under traffic: it goes back at once, and exactly.
  @Test func aFailureInTheBakeMovesTheTrafficBack() async throws {
    try await groups(", bake: 30s") { scenario, balancer in
      try await begin(scenario, balancer)
      try await put(scenario.hosts[1], "maint", balancer, scenario)
      let green = scenario.hosts[1]
      let child = try scenario.startDeploy("2.0")
      _ = try await eventually("it bakes") { () -> Bool? in
        child.outputSoFar.contains("\"baking\"") || child.hasEnded ? true : nil
      }
      #expect(try await states(scenario, balancer) == ["DRAIN", "UP"])
      _ = try await green.shell("docker stop -t 1 web")
      let run = RunResult(await child.ending())
      #expect(run.exit == 3, "\(run.said)")
      #expect(run.outcome == "rolled_back", "\(run.said)")
      #expect(try await states(scenario, balancer) == ["UP", "MAINT"], "\(run.said)")
      #expect(try await scenario.hosts[0].page("/version") == "1.0")
      let undone = run.events("undo.finished").compactMap { $0["step"].text }
      #expect(undone.prefix(2) == ["drain", "join"], "\(run.said)")
    }
  }

  /// Which group serves is never assumed.
  @Test func bothOrNeitherIsRefusedWithThePicture() async throws {
    try await groups { scenario, balancer in
      let (blue, green) = (scenario.hosts[0], scenario.hosts[1])
      try await put(green, "ready", balancer, scenario)
      let both = try await scenario.deploy("1.0")
      #expect(both.exit == 5, "\(both.said)")
      #expect(
        both.said.contains(
          "both of the groups blue and green take requests (blue: \(blue.name) ready; green: \(green.name) ready)"
        ),
        "\(both.said)")
      try await put(blue, "maint", balancer, scenario)
      try await put(green, "drain", balancer, scenario)
      let neither = try await scenario.deploy("1.0")
      #expect(neither.exit == 5, "\(neither.said)")
      #expect(
        neither.said.contains(
          "neither of the groups blue and green takes requests (blue: \(blue.name) maint; green: \(green.name) drain)"
        ),
        "\(neither.said)")
      #expect(try await scenario.ids().values.allSatisfy { $0.isEmpty })
    }
  }

  @Test func theSwitchWaitsForSomebodyAndThenTheStandbyIsUpgraded() async throws {
    try await groups(", confirm: true, standby: upgrade") { scenario, balancer in
      try await put(scenario.hosts[0], "ready", balancer, scenario)
      let waiting = try await scenario.deploy("1.0")
      #expect(waiting.exit == 6, "\(waiting.said)")
      #expect(waiting.outcome == "waiting")
      #expect(try await scenario.hosts[1].page("/version") == "1.0")
      #expect(try await scenario.hosts[0].containers()["web"] == nil)
      let approved = try await scenario.program("approve", waiting.runID, "--output", "json")
      #expect(approved.exit == 0, "\(approved.said)")
      #expect(try await states(scenario, balancer)[1] == "UP", "\(approved.said)")
      #expect(try await scenario.hosts[0].page("/version") == "1.0")

      let cancelled = try await scenario.deploy("2.0")
      #expect(cancelled.exit == 6, "\(cancelled.said)")
      let gone = try await scenario.program("cancel", cancelled.runID, "--output", "json")
      #expect(gone.exit == 0, "\(gone.said)")
      #expect(try await scenario.hosts[0].page("/version") == "1.0")
      #expect(try await states(scenario, balancer) == ["DRAIN", "UP"])
    }
  }

  /// What has broken down while it waited is seen before any traffic goes there.
  @Test func theIdleGroupIsAskedAgainBeforeTheTrafficMoves() async throws {
    try await groups(", confirm: true") { scenario, balancer in
      try await put(scenario.hosts[0], "ready", balancer, scenario)
      let waiting = try await scenario.deploy("1.0")
      #expect(waiting.exit == 6, "\(waiting.said)")
      _ = try await scenario.hosts[1].shell("docker exec web /bin/rm /bin/serve")
      let approved = try await scenario.program("approve", waiting.runID, "--output", "json")
      #expect(approved.exit == 3, "\(approved.said)")
      #expect(approved.trouble(scenario.hosts[1])["reason"] == "check_failed", "\(approved.said)")
      #expect(approved.events("membership.seen").isEmpty, "\(approved.said)")
      #expect(try await scenario.hosts[1].containers()["web"] == nil)
      #expect(try await states(scenario, balancer)[1] == "MAINT")
    }
  }

  @Test func theSwitchWaitsForItsWindow() async throws {
    let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1
    let window =
      "windows={'eve': {'once': '\(year)-12-24T22:00', 'timezone': 'Europe/Paris', 'duration': '1h'}}\n"
    try await groups(play: "  switch_window: eve\n", inventory: window) { scenario, balancer in
      try await put(scenario.hosts[0], "ready", balancer, scenario)
      let waiting = try await scenario.deploy("1.0")
      #expect(waiting.exit == 6, "\(waiting.said)")
      #expect(
        waiting.said.contains(
          "the traffic moves in the window eve, from \(year)-12-24T22:00 Europe/Paris on"), "\(waiting.said)")
      #expect(try await scenario.hosts[1].page("/version") == "1.0")
      #expect(try await states(scenario, balancer)[1] != "UP")
      let still = try await scenario.program("resume", waiting.runID, "--output", "json")
      #expect(still.exit == 6, "\(still.said)")
      let ahead = try await scenario.program(
        "resume", waiting.runID, "--override-window", "--reason", "the night is calm", "--output", "json")
      #expect(ahead.exit == 0, "\(ahead.said)")
      #expect(try await states(scenario, balancer)[1] == "UP", "\(ahead.said)")
    }
  }
}
