import Foundation
import Testing

/// Who holds a host, and taking it away from a run that is dead.
@Suite struct LockTests {
  @Test func lockOfADeadRunIsShownKeptAndBroken() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let dead = try await scenario.killed(
        "2.0", at: Scenario.Moment(type: "step.finished", step: "create", host: 0))

      let list = try await scenario.program("lock", "list", "-i", "inventory.ini", "--output", "json")
      let lock = try #require(list.events.first, "\(list.said)")
      #expect(list.events.count == 1)
      #expect(lock["run"].text == dead.runID)
      #expect(lock["service"] == "web")
      #expect(lock["owner"].text == NSUserName())
      let fence = try #require(lock["fence"].int)
      #expect(lock["heartbeat_age"].int != nil)
      #expect(lock["process"].int != nil)

      // Another operator, who knows nothing of that run, is kept out and told by whom.
      let other = ["SWIFTPLAY_HOME": scenario.folder.appending(path: "other").path]
      let deploy = ["run", "deploy.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=3.0"]
      let refused = RunResult(await (try scenario.start(deploy, environment: other)).ending())
      #expect(refused.exit == 5, "\(refused.said)")
      #expect(refused.trouble(scenario.host)["reason"] == "locked")
      #expect(refused.said.contains(dead.runID))

      let half = try await scenario.program(
        "lock", "break", String(dead.runID.dropLast()), "-i", "inventory.ini", "--reason", "gone")
      #expect(half.exit == 5, "\(half.said)")
      let silent = try await scenario.program("lock", "break", dead.runID, "-i", "inventory.ini")
      #expect(silent.exit == 64, "\(silent.said)")
      let broken = try await scenario.program(
        "lock", "break", dead.runID, "-i", "inventory.ini", "--reason", "the laptop is gone")
      #expect(broken.exit == 0, "\(broken.said)")
      let log = try await scenario.host.shell("cat /run/lock/swiftplay*/broken.log")
      #expect(log.contains(dead.runID) && log.contains("the laptop is gone") && log.contains(NSUserName()))

      let won = RunResult(await (try scenario.start(deploy, environment: other)).ending())
      #expect(won.exit == 0, "\(won.said)")
      let label = try await scenario.host.container("web")["Config"]["Labels"]["dev.swiftplay.fence"].text
      #expect(Int(label ?? "") ?? 0 > fence + 1, "the fence was raised, and raised again for the next")

      // What the dead run had begun is over: its container is another's now.
      let late = try await scenario.program("resume", dead.runID, "--output", "json")
      #expect(late.exit == 5, "\(late.said)")
      try await expectServed(scenario, "3.0", by: won.runID)
    }
  }

  @Test func abandonedRunStandsInNobodysWay() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let dead = try await scenario.killed(
        "2.0", at: Scenario.Moment(type: "step.started", step: "check", host: 0))
      #expect(try await scenario.deploy("1.0").exit == 5)
      let next = try await scenario.deploy("1.0", "--abandon", dead.runID)
      #expect(next.exit == 0, "\(next.said)")
      try await expectServed(scenario, "1.0", by: next.runID)
      #expect(try await scenario.program("resume", dead.runID).exit == 5)
    }
  }

  private func expectServed(_ scenario: Scenario, _ version: String, by run: String) async throws {
    #expect(try await scenario.host.page("/version") == version)
    let labels = try await scenario.host.container("web")["Config"]["Labels"]
    #expect(labels["dev.swiftplay.run"].text == run)
  }

  @Test func olderImageIsRefusedWhereThatIsWanted() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{refuse_older: true, max_failures: 1}"))
      #expect(try await scenario.deploy("2.0").exit == 0)
      let before = try await scenario.ids()
      let older = try await scenario.deploy("1.0")
      #expect(older.exit == 5, "\(older.said)")
      #expect(older.trouble(scenario.host)["reason"] == "older")
      #expect(try await scenario.ids() == before)
      #expect(try await scenario.deploy("1.0", "--force").exit == 0)
      #expect(try await scenario.host.page("/version") == "1.0")
      // Newer, and the same again, are what they always were.
      #expect(try await scenario.deploy("2.0").exit == 0)
      #expect(try await scenario.deploy("2.0").exit == 0)
    }
  }
}
