import Foundation
import Testing

/// What goes on being watched while a release bakes.
@Suite struct BakeTests {
  /// A line that must not be in the log, written by a container that passes all its checks.
  @Test func aLineInItsLogFailsIt() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(
        PlayText(rollout: "{bake: 20s, log_errors: ['nothing like it', 'GET /bo[o]m \\d+']}"))
      let quiet = try scenario.startDeploy("1.0")
      _ = try await eventually("it bakes") { quiet.outputSoFar.contains("\"baking\"") ? true : nil }
      _ = try await scenario.host.page("/boom")
      let run = RunResult(await quiet.ending())
      #expect(run.exit == 3, "\(run.said)")
      #expect(run.said.contains("its log has a line that matches /GET /bo[o]m"), "\(run.said)")
      #expect(try await scenario.host.containers()["web"] == nil, "\(run.said)")
    }
  }

  @Test func aRestartFailsIt() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(rollout: "{bake: 1s, log_errors: FATAL}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      try scenario.write(PlayText(rollout: "{bake: 20s, log_errors: FATAL}"))
      let child = try scenario.startDeploy("2.0")
      _ = try await eventually("it bakes") { child.outputSoFar.contains("\"baking\"") ? true : nil }
      _ = try await scenario.host.shell("docker restart -t 1 web")
      let run = RunResult(await child.ending())
      #expect(run.exit == 3, "\(run.said)")
      try await scenario.expectAllServe("1.0", "put back")
    }
  }
}
