import Foundation
import Testing

/// What somebody asks for runs once somebody has approved it, in its window, and nothing is typed again.
@Suite struct RequestTests {
  private func windows(_ name: String, _ start: String) -> String {
    "windows={'\(name)': {'once': '\(start)', 'timezone': 'UTC', 'duration': '1h'}}"
  }

  private func ask(_ scenario: Scenario, _ version: String, _ more: String...) async throws -> String {
    let asked = RunResult(
      await
        (try scenario.start(
          [
            "request", "deploy.yml", "-i", "inventory.ini", "-e", "version=\(version)", "--reason",
            "the new 'one'",
            "--output", "json",
          ] + more)).ending())
    #expect(asked.exit == 0, "\(asked.said)")
    return try #require(asked.lines.last?["request"].text, "\(asked.said)")
  }

  private func requests(_ scenario: Scenario) async throws -> [String: String] {
    let listed = try await scenario.program("requests", "--all", "--output", "json")
    return Dictionary(
      listed.lines.compactMap { line in
        line["request"].text.flatMap { id in line["status"].text.map { (id, $0) } }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func whatIsApprovedRunsInItsOrderAndOnce() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let first = try await ask(scenario, "1.0")
      let second = try await ask(scenario, "2.0")
      let third = try await ask(scenario, "3.0")
      #expect(try await scenario.host.containers()["web"] == nil)

      let nothing = try await scenario.program("requests", "run")
      #expect(nothing.exit == 0 && nothing.said.contains("No approved request"), "\(nothing.said)")
      #expect(try await scenario.program("approve", second).exit == 0)
      #expect(try await scenario.program("approve", first).exit == 0)
      let rejected = try await scenario.program("reject", third, "--reason", "not now")
      #expect(rejected.exit == 0, "\(rejected.said)")
      let again = try await scenario.program("approve", third)
      #expect(again.exit == 5 && again.said.contains("is rejected already"), "\(again.said)")

      // Both at once: each request is carried out by one of them.
      let one = try scenario.start(["requests", "run", "--output", "json"])
      let two = try scenario.start(["requests", "run", "--output", "json"])
      let ended = [RunResult(await one.ending()), RunResult(await two.ending())]
      let later = try await scenario.program("requests", "run", "--output", "json")
      let runs = (ended + [later]).flatMap { $0.events("run.finished") }
      #expect(runs.filter { $0["outcome"].text == "succeeded" }.count == 2, "\(ended.map(\.said))")
      #expect(try await requests(scenario) == [first: "done", second: "done", third: "rejected"])
      #expect(try await scenario.host.page("/version") == "2.0")
      let shown = try await scenario.program("requests", first)
      #expect(shown.said.contains("the new 'one'") && shown.said.contains("web  1.0, new"), "\(shown.said)")
    }
  }

  @Test func itWaitsForItsWindowAndIsWhatWasApproved() async throws {
    try await Scenario.on(1) { scenario in
      let year = Calendar(identifier: .gregorian).component(.year, from: Date()) + 1
      try scenario.write("inventory.ini", scenario.inventory(more: windows("eve", "\(year)-12-24T22:00")))
      try scenario.write(PlayText())
      let id = try await ask(scenario, "1.0", "--window", "eve")
      #expect(try await scenario.program("approve", id).exit == 0)
      let early = try await scenario.program("requests", "run")
      #expect(early.exit == 0 && early.said.contains("waits for its window"), "\(early.said)")
      let next = try await scenario.program("window", "next", "eve", "-i", "inventory.ini")
      #expect(next.said.contains("Queued:") && next.said.contains(id), "\(next.said)")
      let all = try await scenario.program("window", "next", "-i", "inventory.ini")
      #expect(all.said.contains("\(year)-12-24 22:00") && all.said.contains(id), "\(all.said)")
      #expect(try await scenario.host.containers()["web"] == nil)

      let other = try await ask(scenario, "2.0")
      #expect(try await scenario.program("approve", other).exit == 0)
      var play = PlayText()
      play.services[0].environment = "{SITE: elsewhere}"
      try scenario.write(play)
      let changed = try await scenario.program("requests", "run")
      #expect(changed.exit == 5, "\(changed.said)")
      #expect(changed.said.contains("is not what was approved any more"), "\(changed.said)")
      #expect(try await requests(scenario) == [id: "approved", other: "stale"])
      #expect(try await scenario.host.containers()["web"] == nil)
    }
  }

  /// Killed in the middle, the same command goes on with the same run.
  @Test func killedItGoesOn() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(rollout: "{bake: 4s}"))
      let id = try await ask(scenario, "1.0")
      #expect(try await scenario.program("approve", id).exit == 0)
      let child = try scenario.start(["requests", "run", "--output", "json"])
      _ = try await eventually("it bakes") { child.outputSoFar.contains("\"baking\"") ? true : nil }
      child.signal(SIGKILL)
      let killed = RunResult(await child.ending())
      let resumed = try await scenario.program("requests", "run", "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
      #expect(resumed.runID == killed.runID)
      #expect(try await requests(scenario) == [id: "done"])
    }
  }
}
