import Foundation
import Testing

/// What the run log tells afterwards.
@Suite struct RecordTests {
  @Test func historyAndShowTellWhatHappened() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let good = try await scenario.deploy("1.0")
      #expect(good.exit == 0, "\(good.said)")
      let bad = try await scenario.deploy("broken")
      #expect(bad.exit == 3, "\(bad.said)")
      // What only looks leaves no run behind.
      #expect(try await scenario.deploy("2.0", "--check").exit == 0)

      let history = try await scenario.program("history", "--output", "json")
      #expect(history.exit == 0, "\(history.said)")
      #expect(history.events.map { $0["run"].text ?? "" } == [bad.runID, good.runID])
      let newest = try #require(history.events.first)
      #expect(newest["outcome"] == "rolled_back")
      #expect(newest["user"].text == NSUserName())
      #expect(newest["variables"] == ["version": "broken"])
      #expect(newest["playbooks"] == ["deploy.yml"])

      // The record is the very stream the run printed.
      let show = try await scenario.program("show", bad.runID, "--output", "json")
      #expect(show.exit == 0, "\(show.said)")
      #expect(show.events == bad.events)
      let text = try await scenario.program("show", bad.runID)
      for words in [bad.runID, "deploy.yml", "switch", "put back", "answered 500", "prices_v3"] {
        #expect(text.stdout.contains(words), "\(words)")
      }
      // It is for its owner only.
      let attributes = try FileManager.default.attributesOfItem(atPath: scenario.home.path)
      #expect(attributes[.posixPermissions] as? Int == 0o700)
      let nothing = try await scenario.program("show", "20200101-000000-zzzz")
      #expect(nothing.exit != 0)
      #expect(nothing.stderr.contains("20200101-000000-zzzz"))
    }
  }

  @Test func plainOutputHasNoEscapesAndEveryHost() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      let run = try await scenario.program(
        "run", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(!run.said.contains("\u{1B}"))
      for host in scenario.hosts { #expect(run.stdout.contains("\(host.name)  web  1.0 running")) }
      #expect(run.stdout.contains("2 changed"))
    }
  }
}
