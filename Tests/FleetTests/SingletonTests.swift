import Foundation
import Testing

/// Services that run on one host of the play and nowhere else.
@Suite struct SingletonTests {
  private func write(_ scenario: Scenario, first: Int, more: [String] = []) throws {
    let names = scenario.hosts.map(\.name)
    let order = [names[first]] + names.filter { $0 != names[first] }
    var play = PlayText(hosts: order.joined(separator: ","), rollout: "{exactly_one: true}")
    play.services[0].more = ["stop_grace_period: 2s"] + more
    try scenario.write(play)
  }

  /// On which hosts it runs.
  private func places(_ scenario: Scenario) async throws -> [String] {
    var places: [String] = []
    for host in scenario.hosts
    where try await host.containers()["web"]?["State"]["Running"] == true { places.append(host.name) }
    return places
  }

  @Test func itMovesAndNeverTwoRunAtOnce() async throws {
    try await Scenario.on(2) { scenario in
      let (one, two) = (scenario.hosts[0].name, scenario.hosts[1].name)
      try write(scenario, first: 0)
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      #expect(first.hosts == [one: "changed", two: "unchanged"], "\(first.said)")
      #expect(try await places(scenario) == [one])

      // Another host is named first.
      try write(scenario, first: 1, more: ["quiet_signal: SIGUSR1", "quiet_wait: 1s"])
      let moved = try await scenario.deploy("2.0")
      #expect(moved.exit == 0, "\(moved.said)")
      #expect(try await places(scenario) == [two], "\(moved.said)")
      let steps = moved.events("step.finished").filter { $0["step"].text != "pull" }.map {
        "\($0["host"].text ?? "") \($0["step"].text ?? "")"
      }
      #expect(
        steps.prefix(4) == ["\(one) quiet", "\(one) switch", "\(two) create", "\(two) switch"], "\(steps)")
      let again = try await scenario.deploy("2.0")
      #expect(again.events("step.started").filter { $0["step"].text != "pull" }.isEmpty, "\(again.said)")

      // It fails there: the one before runs again where it ran.
      try write(scenario, first: 0)
      let bad = try await scenario.deploy("broken")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(try await places(scenario) == [two], "\(bad.said)")
      #expect(try await scenario.hosts[1].page("/version") == "2.0")

      let back = try await scenario.program("rollback", moved.runID, "--yes", "--output", "json")
      #expect(back.exit == 0, "\(back.said)")
      #expect(try await places(scenario) == [one], "\(back.said)")
      let started = back.events("step.started").filter { $0["step"].text == "switch" }.compactMap {
        $0["host"].text
      }
      #expect(started == [two, one], "\(back.said)")
    }
  }

  /// Killed at any step of a move, it goes on, and the one before has ended when the next one begins.
  @Test func killedAndTakenUpNeverTwoRun() async throws {
    try await Scenario.on(2) { scenario in
      try write(scenario, first: 0)
      #expect(try await scenario.deploy("1.0").exit == 0)
      let moments = [(0, "switch"), (1, "create"), (1, "switch"), (1, "check")]
      for (turn, moment) in moments.enumerated() {
        let (from, to) = (turn % 2, (turn + 1) % 2)
        try write(scenario, first: to)
        let version = turn % 2 == 0 ? "2.0" : "1.0"
        // The host it leaves is the first of the moments' hosts, the one it goes to the second.
        let host = moment.0 == 0 ? from : to
        let killed = try await scenario.killed(
          version, at: Scenario.Moment(type: "step.started", step: moment.1, host: host))
        #expect(try await places(scenario).count <= 1, "\(moment)")
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(moment): \(resumed.said)")
        #expect(try await places(scenario) == [scenario.hosts[to].name], "\(moment)")
        let old = try await scenario.hosts[from].container("web.\(killed.runID)")
        let new = try await scenario.hosts[to].container("web")
        let ended = try #require(old["State"]["FinishedAt"].text)
        let begun = try #require(new["State"]["StartedAt"].text)
        #expect(ended < begun, "\(moment)")
        #expect(old["HostConfig"]["RestartPolicy"]["Name"] == "no", "\(moment)")
      }
    }
  }

  /// A host that is not looked at may run one.
  @Test func noHostIsLeftOut() async throws {
    try await Scenario.on(2) { scenario in
      try write(scenario, first: 0)
      let limited = try await scenario.deploy("1.0", "-l", scenario.hosts[0].name)
      #expect(limited.exit == 65 || limited.exit == 4, "\(limited.said)")
      #expect(limited.said.contains("the limit leaves out \(scenario.hosts[1].name)"), "\(limited.said)")
      let inventory = scenario.inventory().replacing(
        scenario.hosts[1].address, with: scenario.hosts[1].address + "9")
      try scenario.write("inventory.ini", inventory)
      let unreachable = try await scenario.deploy("1.0", "--connect-timeout", "2")
      #expect(unreachable.exit != 0, "\(unreachable.said)")
      #expect(try await scenario.hosts[0].containers()["web"] == nil, "\(unreachable.said)")
    }
  }

  /// One that was told to be quiet and does not go on to be replaced takes work again.
  @Test func theQuietEndsWhenItGoesBack() async throws {
    try await Scenario.on(1) { scenario in
      try write(scenario, first: 0)
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try #require(try await scenario.host.containers()["web"])
      try write(scenario, first: 0, more: ["quiet_signal: SIGUSR1", "quiet_wait: 20s"])
      let child = try scenario.startDeploy("2.0")
      _ = try await eventually("it is quiet") { () -> Bool? in
        child.outputSoFar.contains("\"step\":\"quiet\"") || child.hasEnded ? true : nil
      }
      child.signal(SIGKILL)
      let killed = RunResult(await child.ending())
      let cancelled = try await scenario.program("cancel", killed.runID, "--output", "json")
      #expect(cancelled.exit == 0, "\(cancelled.said)")
      let after = try #require(try await scenario.host.containers()["web"])
      #expect(after["Id"].text == before["Id"].text)
      #expect(after["State"]["StartedAt"].text != before["State"]["StartedAt"].text, "\(cancelled.said)")
      #expect(after["HostConfig"]["RestartPolicy"] == before["HostConfig"]["RestartPolicy"])
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }
}
