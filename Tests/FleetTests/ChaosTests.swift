import Foundation
import Testing

/// Killed, cut off and restarted in the middle. `make chaos` does the same at every event.
@Suite struct ChaosTests {
  private typealias Moment = Scenario.Moment

  @Test func killedItGoesOnAndConverges() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let moments: [Moment] = [
        Moment(type: "host.surveyed"),
        Moment(type: "step.started", step: "switch", host: 0),
        Moment(type: "container.created", host: 2), Moment(type: "step.started", step: "switch", host: 1),
        Moment(type: "step.started", step: "check", host: 2),
      ]
      for (index, moment) in moments.enumerated() {
        let version = index % 2 == 0 ? "2.0" : "1.0"
        let killed = try await scenario.killed(version, at: moment)
        // Half-way: another run is refused until somebody has decided about this one.
        if moment.step == "switch" {
          let other = try await scenario.deploy("slow")
          #expect(other.exit == 5, "\(moment): \(other.said)")
          #expect(other.stderr.contains("swiftplay resume \(killed.runID)"), "\(other.stderr)")
        }
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(moment): \(resumed.said)")
        #expect(resumed.outcome == "succeeded")
        try await scenario.expectAllServe(version, "\(moment)")
      }
    }
  }

  @Test func killedItGoesBackToTheVeryContainers() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let killed = try await scenario.killed("2.0", at: Moment(type: "step.started", step: "switch", host: 1))
      let cancelled = try await scenario.program("cancel", killed.runID, "--output", "json")
      #expect(cancelled.exit == 0, "\(cancelled.said)")
      #expect(cancelled.outcome == "rolled_back")
      #expect(try await scenario.ids() == before)
      try await scenario.expectAllServe("1.0", "cancelled")

      // Going back already, it goes on going back.
      let undoing = try await scenario.killed("broken", at: Moment(type: "undo.started", host: 0))
      let resumed = try await scenario.program("resume", undoing.runID, "--output", "json")
      #expect(resumed.exit == 3, "\(resumed.said)")
      #expect(try await scenario.ids() == before)
      try await scenario.expectAllServe("1.0", "resumed")
    }
  }

  /// The link is cut, or the engine restarts, in the middle: the run ends somewhere known by itself, or says
  /// that it does not know and is taken up again.
  @Test(arguments: ["cut", "engine"]) func disturbedItEndsSomewhereKnown(_ what: String) async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let child = try scenario.startDeploy("2.0")
      try await scenario.reached(Moment(type: "step.started", step: "switch", host: 1), by: child)
      let host = scenario.hosts[1].name
      if what == "cut" {
        try await scenario.fleet.tool(["cut", host])
        try await Task.sleep(for: .seconds(4))
        try await scenario.fleet.tool(["reconnect", host])
      } else {
        try await scenario.fleet.tool(["restart-engine", host])
      }
      var run = RunResult(await child.ending())
      if run.exit == 4 || run.exit == 2 {
        run = try await scenario.program("resume", run.runID, "--output", "json")
      }
      switch run.exit {
      case 0: try await scenario.expectAllServe("2.0", what)
      case 3:
        try await scenario.expectAllServe("1.0", what)
        #expect(try await scenario.ids() == before)
      default: Issue.record("\(what): \(run.said)")
      }
    }
  }

  @Test func ofTwoControllersExactlyOneWins() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      for round in 0..<3 {
        let version = round % 2 == 0 ? "2.0" : "1.0"
        let one = try scenario.startDeploy(version)
        let two = try scenario.start(
          ["run", "deploy.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=\(version)"],
          environment: ["SWIFTPLAY_HOME": scenario.folder.appending(path: "other").path])
        let (first, second) = (RunResult(await one.ending()), RunResult(await two.ending()))
        #expect([first.exit, second.exit].sorted() == [0, 5], "\(first.said)\n\(second.said)")
        try await scenario.expectAllServe(version, "round \(round)")
      }
    }
  }
}
