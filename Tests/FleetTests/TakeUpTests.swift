import Foundation
import Testing

/// Who may go on with a run, and what is said to those who may not.
@Suite struct TakeUpTests {
  private static let check = Scenario.Moment(type: "step.started", step: "check", host: 0)
  private static let patient = ServiceText(
    checks: "[{http: \"http://127.0.0.1:8080/health\", within: 60s, every: 200ms}]")

  /// A run that goes on is neither resumed nor cancelled nor abandoned, by mistake or otherwise.
  @Test func livingRunIsNotTakenAway() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(services: [Self.patient]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let child = try scenario.startDeploy("slow")
      try await scenario.reached(Self.check, by: child)
      let first = try #require(child.outputSoFar.split(separator: "\n").first)
      let run = try #require(try JSONValue.parse(first)["run"].text)
      for command in [["resume", run], ["cancel", run]] {
        let refused = RunResult(await (try scenario.start(command)).ending())
        #expect(refused.exit == 5, "\(refused.said)")
        #expect(refused.stderr.contains("run \(run) is still going on (process "), "\(refused.said)")
      }
      let abandoning = try await scenario.deploy("2.0", "--abandon", run)
      #expect(abandoning.exit == 5, "\(abandoning.said)")
      #expect(abandoning.stderr.contains("run \(run) is still going on (process "), "\(abandoning.said)")
      let ended = RunResult(await child.ending())
      #expect(ended.exit == 0, "\(ended.said)")
      try await scenario.expectAllServe("slow", "left alone")
    }
  }

  /// Two who resume one run at the same moment: one does, and the other is told so.
  @Test func ofTwoThatResumeOneDoes() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(services: [Self.patient]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let dead = try await scenario.killed("slow", at: Self.check)
      let first = try scenario.start(["resume", dead.runID])
      let second = try scenario.start(["resume", dead.runID])
      let endings = [RunResult(await first.ending()), RunResult(await second.ending())]
      #expect(endings.map(\.exit).sorted() == [0, 5], "\(endings.map(\.said))")
      for loser in endings where loser.exit == 5 {
        #expect(loser.stderr.contains("run \(dead.runID)"), "\(loser.said)")
      }
      try await scenario.expectAllServe("slow", "resumed once")
      // Over is over.
      for command in ["resume", "cancel"] {
        let late = try await scenario.program(command, dead.runID)
        #expect(late.exit == 5, "\(late.said)")
        #expect(late.stderr.contains("run \(dead.runID) is over"), "\(late.said)")
      }
    }
  }

  /// The process that took a run up is as alive as the one that began it.
  @Test func resumedRunIsSeenRunning() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(services: [Self.patient]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let dead = try await scenario.killed(
        "slow", at: Scenario.Moment(type: "step.started", step: "create", host: 0))
      let going = try scenario.start(["resume", dead.runID, "--output", "json"])
      try await scenario.reached(Self.check, by: going)
      let history = try await scenario.program("history")
      #expect(history.stdout.contains("running"), "\(history.said)")
      let again = try await scenario.program("resume", dead.runID)
      #expect(again.exit == 5, "\(again.said)")
      #expect(again.stderr.contains("is still going on"), "\(again.said)")
      #expect(RunResult(await going.ending()).exit == 0)
    }
  }

  @Test func runsThatAreNotThere() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      for command in [
        ["resume", "nosuch"], ["cancel", "nosuch"], ["rollback", "nosuch"], ["show", "nosuch"],
        ["run", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0", "--abandon", "nosuch"],
      ] {
        let run = RunResult(await (try scenario.start(command)).ending())
        #expect(run.exit == 64, "\(run.said)")
        #expect(run.stderr.contains("there is no run nosuch"), "\(run.said)")
      }
    }
  }
}
