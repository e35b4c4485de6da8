import Foundation
import Testing

/// Maintenance windows that open and close while real hosts are deployed to.
@Suite struct WindowTests {
  /// A window of this inventory that is scheduled for one moment.
  ///
  /// - Parameter offset: when it opens, in seconds from now.
  private func window(offset: Int, duration: Int, more: String = "") -> String {
    let format = Date.ISO8601FormatStyle(timeZone: .gmt)
    let start = Date().addingTimeInterval(TimeInterval(offset)).formatted(format).dropLast()
    return "windows={'night': {'once': '\(start)', 'timezone': 'UTC', 'duration': '\(duration)s'\(more)}}"
  }

  private func write(_ scenario: Scenario, _ window: String) throws {
    try scenario.write("inventory.ini", scenario.inventory(more: window))
  }

  /// A fleet on 1.0, and a play of two batches in the window `night`.
  private func prepare(_ scenario: Scenario, rollout: String = "{serial: 1, pause: 16s}") async throws {
    try scenario.write(PlayText())
    let first = try await scenario.deploy("1.0")
    #expect(first.exit == 0, "\(first.said)")
    try scenario.write("deploy.yml", PlayText(rollout: rollout).yaml + "  window: night\n")
  }

  @Test func fromTheCutoffOnNoBatchBeginsAndTheNextOpeningGoesOn() async throws {
    try await Scenario.on(2) { scenario in
      try await prepare(scenario)
      let before = try await scenario.ids()
      // The cutoff is in 15 s: after the first batch, in the pause before the second.
      try write(scenario, window(offset: 0, duration: 300, more: ", 'cutoff': '285s'"))
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 6, "\(run.said)")
      #expect(run.outcome == "waiting")
      #expect(run.hosts == [scenario.hosts[0].name: "changed", scenario.hosts[1].name: "not_attempted"])
      #expect(run.events.last?["reason"].text?.contains("the cutoff of the window night has come") == true)
      #expect(run.events.first?["window"]["name"] == "night")
      #expect(try await scenario.hosts[0].page("/version") == "2.0")
      #expect(try await scenario.ids()[scenario.hosts[1].name] == before[scenario.hosts[1].name])

      // It has hosts, so another run is kept out; and outside its window it does not go on itself.
      #expect(try await scenario.deploy("3.0", "--override-window", "--reason", "x").exit == 5)
      let early = try await scenario.program("resume", run.runID, "--output", "json")
      #expect(early.exit == 5, "\(early.said)")
      #expect(early.stderr.contains("the window night is closed"))

      try write(scenario, window(offset: -1, duration: 300))
      let rest = try await scenario.program("resume", run.runID, "--output", "json")
      #expect(rest.exit == 0, "\(rest.said)")
      #expect(rest.hosts.values.allSatisfy { $0 == "changed" })
      for host in scenario.hosts { #expect(try await host.page("/version") == "2.0") }
    }
  }

  @Test func atCutoffRollbackPutsTheFirstBatchBack() async throws {
    try await Scenario.on(2) { scenario in
      try await prepare(scenario)
      let before = try await scenario.ids()
      try write(
        scenario, window(offset: 0, duration: 300, more: ", 'cutoff': '285s', 'at_cutoff': 'rollback'"))
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 3, "\(run.said)")
      #expect(run.outcome == "rolled_back")
      #expect(run.events("run.reverting").count == 1)
      #expect(try await scenario.ids() == before)
      for host in scenario.hosts { #expect(try await host.page("/version") == "1.0") }
    }
  }

  @Test func outsideTheWindowNothingIsTouchedUnlessItIsOverridden() async throws {
    try await Scenario.on(1) { scenario in
      try await prepare(scenario, rollout: "{}")
      let before = try await scenario.ids()
      try write(scenario, window(offset: 3600, duration: 300))
      let refused = try await scenario.deploy("2.0")
      #expect(refused.exit == 5, "\(refused.said)")
      #expect(refused.stderr.contains("the window night is closed; it opens next on"))
      #expect(refused.stdout.isEmpty)
      #expect(try await scenario.ids() == before)
      #expect(try await scenario.deploy("2.0", "--override-window").exit == 64)

      let run = try await scenario.deploy("2.0", "--override-window", "--reason", "the disk is full")
      #expect(run.exit == 0, "\(run.said)")
      #expect(run.events.first?["window_override"] == "the disk is full")
      let shown = try await scenario.program("show", run.runID)
      #expect(shown.stdout.contains("overridden by root: the disk is full"), "\(shown.said)")
    }
  }

  @Test func aRunThatWaitsBeginsWhenTheWindowOpens() async throws {
    try await Scenario.on(1) { scenario in
      try await prepare(scenario, rollout: "{}")
      try write(scenario, window(offset: 6, duration: 300))
      let run = try await scenario.deploy("2.0", "--wait")
      #expect(run.exit == 0, "\(run.said)")
      #expect(run.stderr.contains("waiting for the window, which opens"))
      let started = try #require(run.events.first?["time"].text)
      #expect(started >= (run.events.first?["window"]["start"].text?.dropLast() ?? "9"))
      #expect(try await scenario.host.page("/version") == "2.0")
    }
  }

  @Test func aBatchThatWouldNotBeOverInTimeIsNotBegun() async throws {
    try await Scenario.on(1) { scenario in
      try await prepare(scenario, rollout: "{bake: 90s}")
      let before = try await scenario.ids()
      try write(scenario, window(offset: 0, duration: 60))
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 5, "\(run.said)")
      #expect(run.events.last?["reason"].text?.contains("would not be over before the end") == true)
      #expect(try await scenario.ids() == before)
    }
  }

  @Test func aFreezeHoldsForAPlayWithoutAWindow() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      try write(scenario, window(offset: -60, duration: 3600, more: ", 'kind': 'deny'"))
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 5, "\(run.said)")
      #expect(run.stderr.contains("closed by the freeze night until"))
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }

  /// As many runs as a window allows, and no more: others are refused, or wait for their turn.
  @Test(arguments: ["skip", "queue"])
  func noMoreRunsThanTheWindowAllows(_ overlap: String) async throws {
    try await Scenario.on(2) { scenario in
      try await prepare(scenario, rollout: "{bake: 5s}")
      try write(
        scenario, window(offset: 0, duration: 300, more: ", 'max_concurrent': 1, 'overlap': '\(overlap)'"))
      func limited(_ host: Int) throws -> ChildProcess {
        try scenario.startDeploy("2.0", ["-l", scenario.hosts[host].name])
      }
      let first = try limited(0)
      try await reachedBake(scenario, first)
      let second = try limited(1)
      let refused = RunResult(await second.ending())
      let done = RunResult(await first.ending())
      #expect(done.exit == 0, "\(done.said)")
      #expect(
        refused.stderr.contains("a run goes on in the window night, and no more may"), "\(refused.said)")
      #expect(refused.stderr.contains(done.runID), "\(refused.said)")
      #expect(refused.exit == (overlap == "skip" ? 5 : 0), "\(refused.said)")
      let served = try await scenario.hosts[1].page("/version")
      #expect(served == (overlap == "skip" ? "1.0" : "2.0"))

      // Who is killed leaves no place taken.
      let killed = try scenario.startDeploy("3.0", ["-l", scenario.hosts[0].name, "--force"])
      try await reachedBake(scenario, killed)
      killed.signal(SIGKILL)
      let run = RunResult(await killed.ending())
      let resumed = try await scenario.program("resume", run.runID, "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
    }
  }

  private func reachedBake(_ scenario: Scenario, _ run: ChildProcess) async throws {
    _ = try await eventually("it bakes") { () -> Bool? in
      run.outputSoFar.contains("\"baking\"") || run.hasEnded ? true : nil
    }
  }
}
