import Testing

/// New containers that are no good: noticed, put back, and what they left behind is told.
@Suite struct BadContainerTests {
  /// Deploys 1.0 and then a service that fails, and insists that the very old container serves again.
  private func putBack(
    _ version: String, _ service: ServiceText = ServiceText(), rollout: String = "{}", reason: String,
    words: [String] = [], log: String? = nil, deadline: String = "",
    also: @Sendable (Scenario, RunResult) async throws -> Void = { _, _ in }
  ) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.host.container("web")["Id"]

      try scenario.write(PlayText(rollout: rollout, services: [service]))
      let bad = try await scenario.deploy(version)
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(bad.outcome == "rolled_back")
      #expect(bad.hosts == [scenario.host.name: "failed"])
      let trouble = bad.trouble(scenario.host)
      #expect(trouble["reason"].text == reason)
      let error = bad.events("host.finished").first?["error"].text ?? ""
      for word in words { #expect(error.contains(word), "\(error)") }
      // Of a container that could not even start there is nothing to say but why.
      if reason != "start_failed" { #expect(trouble["state"].text != nil) }
      if let log { #expect(trouble["log"].texts.contains { $0.contains(log) }, "\(trouble["log"])") }

      let containers = try await scenario.host.containers()
      #expect(Array(containers.keys) == ["web"])
      #expect(containers["web"]?["Id"] == before)
      #expect(containers["web"]?["HostConfig"]["RestartPolicy"]["Name"] == "always")
      #expect(try await scenario.host.page("/version") == "1.0")
      try await also(scenario, bad)
    }
  }

  @Test func containerThatExits() async throws {
    try await putBack(
      "exits", ServiceText(settle: "5s", more: ["restart: \"no\""]), reason: "exited",
      words: ["exited", "3"],
      log: "unknown currency \"XYZ\""
    ) { scenario, run in
      // People see it too, and the record keeps it.
      let again = try await scenario.program(
        "run", "deploy.yml", "-i", "inventory.ini", "-e", "version=exits")
      #expect(again.exit == 3)
      #expect(again.stdout.contains("unknown currency \"XYZ\""))
      #expect(again.stdout.contains("web 1.0"))
      let show = try await scenario.program("show", run.runID)
      #expect(show.exit == 0, "\(show.said)")
      #expect(show.stdout.contains("unknown currency \"XYZ\""))
    }
  }

  @Test func containerThatRestartsAgainAndAgain() async throws {
    try await putBack(
      "restarts", ServiceText(settle: "10s"), reason: "restarted",
      log: "lost the connection to the price server")
  }

  @Test func containerThatExitsWhileItsPolicyRevivesIt() async throws {
    try await putBack("exits", ServiceText(settle: "10s"), reason: "restarted", log: "unknown currency")
  }

  @Test func containerThatDiesDuringTheBake() async throws {
    try await putBack(
      "restarts", ServiceText(settle: "0s"), rollout: "{bake: 20s}", reason: "restarted",
      log: "lost the connection to the price server")
  }

  @Test func containerThatIsNeverHealthy() async throws {
    try await putBack(
      "unhealthy", ServiceText(checks: "[{healthy: true, within: 30s}]"), reason: "unhealthy",
      words: ["unhealthy"])
  }

  @Test func healthCheckThatIsNotThere() async throws {
    try await putBack(
      "2.0", ServiceText(checks: "[{healthy: true, within: 1s, every: 300ms}]"), reason: "check_failed",
      words: ["no health check"])
  }

  @Test func startThatIsTooSlow() async throws {
    try await putBack(
      "slow", ServiceText(checks: "[{http: \"http://127.0.0.1:8080/health\", within: 2s}]"),
      reason: "check_failed", words: ["/health", "(for 2 s)"], log: "warming the cache")
  }

  @Test func failingTCPCheck() async throws {
    try await putBack(
      "2.0", ServiceText(checks: "[{tcp: 8099, within: 1s}]"), reason: "check_failed",
      words: ["TCP 127.0.0.1:8099", "refused"])
  }

  @Test func failingExecCheck() async throws {
    try await putBack(
      "2.0", ServiceText(checks: "[{exec: [ls, /nowhere], within: 1s}]"), reason: "check_failed",
      words: ["exec ls /nowhere", "No such file"])
  }

  @Test func failingCommandCheck() async throws {
    try await putBack(
      "2.0", ServiceText(checks: "[{command: \"echo no price list; exit 7\", within: 1s}]"),
      reason: "check_failed", words: ["exited with 7", "no price list"])
  }

  @Test func bodyThatDoesNotMatch() async throws {
    try await putBack(
      "2.0", ServiceText(checks: "[{http: \"http://127.0.0.1:8080/\", body: \"^shop 9\", within: 1s}]"),
      reason: "check_failed", words: ["its body has no match", "shop 2.0"])
  }

  @Test func programThatIsNotInTheImage() async throws {
    try await putBack(
      "2.0", ServiceText(more: ["entrypoint: [/nowhere/shop]"]), reason: "start_failed",
      words: ["/nowhere/shop"])
  }

  @Test func containerThatIgnoresSIGTERMIsKilledAfterItsGracePeriod() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(services: [ServiceText(more: ["stop_grace_period: 1s"])]))
      #expect(try await scenario.deploy("stubborn").exit == 0)
      let old = try await scenario.host.container("web")
      #expect(old["Config"]["StopTimeout"] == 1)
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")
      let aside = try await scenario.host.container("web.\(run.runID)")
      #expect(aside["Id"] == old["Id"])
      #expect(aside["State"]["ExitCode"] == 137)
      #expect(try await scenario.host.page("/version") == "2.0")

      // And the new one may be as stubborn when it has to go.
      try scenario.write(
        PlayText(services: [
          ServiceText(checks: "[{tcp: 8099, within: 1s}]", more: ["stop_grace_period: 1s"])
        ]))
      let bad = try await scenario.deploy("stubborn")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(try await scenario.host.page("/version") == "2.0")
    }
  }

  @Test func slowStartWithinItsDeadlineIsFine() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(
        PlayText(services: [
          ServiceText(
            checks: "[{http: \"http://127.0.0.1:8080/health\", within: 60s, passes: 2, every: 200ms}]")
        ]))
      let run = try await scenario.deploy("slow")
      #expect(run.exit == 0, "\(run.said)")
      #expect(try await scenario.host.page("/version") == "slow")
    }
  }

  @Test func onlyTheLastHundredLogLinesAreKept() async throws {
    try await Scenario.on(1) { scenario in
      let service = ServiceText(
        checks: "[{tcp: 8099, within: 3s}]",
        more: [
          "entrypoint: [sh, -c, \"i=1; while [ $i -le 250 ]; do echo line $i; i=$((i + 1)); done; sleep 99\"]"
        ])
      try scenario.write(PlayText(services: [service]))
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 3, "\(run.said)")
      let log = run.trouble(scenario.host)["log"].texts
      #expect(log == (151...250).map { "line \($0)" })
      // There was nothing before, so nothing is left.
      #expect(try await scenario.host.containers().isEmpty)
    }
  }
}
