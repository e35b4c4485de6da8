import Foundation
import Testing

/// Signals other than the first Ctrl-C (`InterruptTests`).
@Suite struct SignalTests {
  private let check = Scenario.Moment(type: "step.started", step: "check", host: 0)
  private let patient = ServiceText(
    checks: "[{http: \"http://127.0.0.1:8080/health\", within: 60s, every: 200ms}]")

  /// A closed laptop, or a service manager that stops: as the first Ctrl-C.
  @Test(arguments: [SIGTERM, SIGHUP]) func politeSignalsStopAtASafePoint(_ signal: Int32) async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1}", services: [patient]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let child = try scenario.startDeploy("2.0")
      try await scenario.reached(check, by: child)
      child.signal(signal)
      let run = RunResult(await child.ending())
      #expect(run.exit == 130, "\(run.said)")
      #expect(run.outcome == "interrupted")
      #expect(run.hosts[scenario.hosts[0].name] == "changed")
      #expect(run.hosts[scenario.hosts[1].name] == "not_attempted")
      // Nothing is locked any more, and the run goes on where it stopped.
      let locks = try await scenario.program("lock", "list", "-i", "inventory.ini", "--output", "json")
      #expect(locks.stdout.isEmpty, "\(locks.said)")
      #expect(run.stderr.contains("swiftplay resume \(run.runID)"), "\(run.stderr)")
      let resumed = try await scenario.program("resume", run.runID, "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
      try await scenario.expectAllServe("2.0", "signal \(signal)")
    }
  }

  @Test func theSecondStopsAtOnceAndTheRunGoesOn() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(services: [patient]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let child = try scenario.startDeploy("slow")
      try await scenario.reached(check, by: child)
      child.signal(SIGINT)
      _ = try await eventually("the first is heard") {
        child.errorsSoFar.contains("Press Ctrl-C again") ? true : nil
      }
      child.signal(SIGINT)
      let run = RunResult(await child.ending())
      #expect(run.exit == 130, "\(run.said)")
      #expect(run.outcome == nil, "the run has no end yet")
      #expect(run.stderr.contains("swiftplay resume \(run.runID)"), "\(run.stderr)")
      let resumed = try await scenario.program("resume", run.runID, "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
      try await scenario.expectAllServe("slow", "resumed")
    }
  }

  /// `| head -n 1`: the reader goes away, and the run does not.
  @Test func aReaderThatGoesAwayKillsNothing() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let program = ProcessInfo.processInfo.environment["SWIFTPLAY_BIN"] ?? ""
      let child = try ChildProcess(
        "/bin/bash",
        [
          "-c",
          "\"$0\" run deploy.yml -i inventory.ini -e version=1.0 2>&1 | head -n 1; exit ${PIPESTATUS[0]}",
          program,
        ], environment: ["SWIFTPLAY_HOME": scenario.home.path], directory: scenario.folder)
      let ending = await child.ending()
      #expect(ending.exit == 0, "\(ending.stdout)\(ending.stderr)")
      try await scenario.expectAllServe("1.0", "head")
      let history = try await scenario.program("history", "--output", "json")
      #expect(history.events.first?["outcome"] == "succeeded")
    }
  }
}
