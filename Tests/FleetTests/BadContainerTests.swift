import Testing

/// New containers that are no good: noticed, put back, and what they left behind is told.
@Suite struct BadContainerTests {
  /// A release that is no good, and what has to be said of it.
  struct Failure: Sendable {
    let version: String
    var service = ServiceText()
    var rollout = "{}"
    let reason: String
    var words: [String] = []
    /// Part of a line of the container's log.
    var log: String?
  }

  /// Deploys 1.0, then one bad release after the other, and insists each time that the very first container
  /// serves again and alone.
  private func putBack(_ failures: [Failure]) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await scenario.host.container("web")["Id"]
      for failure in failures { try await putBack(failure, to: before, scenario) }
    }
  }

  private func putBack(_ failure: Failure, to before: JSONValue, _ scenario: Scenario) async throws {
    try scenario.write(PlayText(rollout: failure.rollout, services: [failure.service]))
    let bad = try await scenario.deploy(failure.version)
    #expect(bad.exit == 3, "\(bad.said)")
    #expect(bad.outcome == "rolled_back")
    #expect(bad.hosts == [scenario.host.name: "failed"])
    let trouble = bad.trouble(scenario.host)
    #expect(trouble["reason"].text == failure.reason, "\(trouble)")
    let error = bad.events("host.finished").first?["error"].text ?? ""
    for word in failure.words { #expect(error.contains(word), "\(error)") }
    // Of a container that could not even start there is nothing to say but why.
    if failure.reason != "start_failed" { #expect(trouble["state"].text != nil) }
    if let log = failure.log { #expect(trouble["log"].texts.contains { $0.contains(log) }, "\(trouble)") }

    let containers = try await scenario.host.containers()
    #expect(Array(containers.keys) == ["web"], "\(failure)")
    #expect(containers["web"]?["Id"] == before)
    #expect(containers["web"]?["HostConfig"]["RestartPolicy"]["Name"] == "always")
    #expect(try await scenario.host.page("/version") == "1.0")
  }

  @Test func containersThatEnd() async throws {
    try await putBack([
      Failure(
        version: "exits", service: ServiceText(settle: "5s", more: ["restart: \"no\""]), reason: "exited",
        words: ["exited", "exit code 3"], log: "unknown currency \"XYZ\""),
      Failure(
        version: "exits", service: ServiceText(settle: "10s"), reason: "restarted", words: ["restart"],
        log: "unknown currency"),
      Failure(
        version: "restarts", service: ServiceText(settle: "0s"), rollout: "{bake: 20s}", reason: "restarted",
        log: "lost the connection to the price server"),
    ])
  }

  @Test func containersThatNeverGetWell() async throws {
    try await putBack([
      Failure(
        version: "unhealthy", service: ServiceText(checks: "[{healthy: true, within: 30s}]"),
        reason: "unhealthy", words: ["unhealthy"]),
      Failure(
        version: "2.0", service: ServiceText(checks: "[{healthy: true, within: 1s, every: 300ms}]"),
        reason: "check_failed", words: ["no health check"]),
      Failure(
        version: "slow",
        service: ServiceText(checks: "[{http: \"http://127.0.0.1:8080/health\", within: 2s}]"),
        reason: "check_failed", words: ["/health", "(for 2 s)"], log: "warming the cache"),
      Failure(
        version: "2.0", service: ServiceText(more: ["entrypoint: [/nowhere/shop]"]), reason: "start_failed",
        words: ["/nowhere/shop"]),
    ])
  }

  @Test func checksThatFail() async throws {
    try await putBack([
      Failure(
        version: "2.0", service: ServiceText(checks: "[{tcp: 8099, within: 1s}]"), reason: "check_failed",
        words: ["TCP 127.0.0.1:8099", "refused"]),
      Failure(
        version: "2.0", service: ServiceText(checks: "[{exec: [ls, /nowhere], within: 1s}]"),
        reason: "check_failed", words: ["exec ls /nowhere", "No such file"]),
      Failure(
        version: "2.0",
        service: ServiceText(checks: "[{command: \"echo no price list; exit 7\", within: 1s}]"),
        reason: "check_failed", words: ["exited with 7", "no price list"]),
      Failure(
        version: "2.0",
        service: ServiceText(checks: "[{http: \"http://127.0.0.1:8080/\", body: \"^shop 9\", within: 1s}]"),
        reason: "check_failed", words: ["its body has no match", "shop 2.0"]),
    ])
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
