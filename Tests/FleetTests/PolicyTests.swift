import Testing

/// What `rollout` promises.
@Suite struct PolicyTests {
  /// What serves on each host.
  struct Picture: Sendable {
    let ids: [String: String]
    let versions: [String]

    init(_ scenario: Scenario) async throws {
      ids = try await scenario.ids()
      var versions: [String] = []
      for host in scenario.hosts { versions.append(try await host.page("/version") ?? "nothing") }
      self.versions = versions
    }
  }

  /// Deploys 2.0 to all hosts, then 3.0, which is broken on h3 only, with `rollout`.
  private func brokenOnTheLast(
    _ rollout: String, _ check: @Sendable (RunResult, Picture, Picture) -> Void
  ) async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText(rollout: rollout))
      let first = try await scenario.deploy("2.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await Picture(scenario)
      let run = try await scenario.deploy("3.0")
      let after = try await Picture(scenario)
      // Whatever the policy, the host that failed serves what it had.
      #expect(after.ids["h3"] == before.ids["h3"])
      #expect(after.versions[2] == "2.0")
      check(run, before, after)
    }
  }

  @Test func rollbackBatchPutsOnlyTheLastBatchBack() async throws {
    try await brokenOnTheLast("{serial: [1, 2], on_failure: rollback_batch}") { run, before, after in
      #expect(run.exit == 2, "\(run.said)")
      #expect(run.outcome == "failed")
      #expect(run.hosts == ["h1": "changed", "h2": "rolled_back", "h3": "failed"])
      #expect(after.versions == ["3.0", "2.0", "2.0"])
      #expect(after.ids["h2"] == before.ids["h2"])
    }
  }

  @Test func haltLeavesTheOthersAsTheyAre() async throws {
    try await brokenOnTheLast("{serial: 1, on_failure: halt}") { run, _, after in
      #expect(run.exit == 2, "\(run.said)")
      #expect(run.hosts == ["h1": "changed", "h2": "changed", "h3": "failed"])
      #expect(after.versions == ["3.0", "3.0", "2.0"])
    }
  }

  @Test(arguments: [
    "{serial: 1, on_failure: continue}", "{serial: 1, max_failures: 34%}",
  ])
  func failuresWithinTheBudgetDoNotStopIt(_ rollout: String) async throws {
    try await Scenario.on(3) { scenario in
      // h1 is the one that fails, so going on shows.
      let service = ServiceText(environment: "{SITE: \"{{ site }}\", TZ: UTC}")
      try scenario.write(
        "inventory.ini", scenario.inventory() + "[web:vars]\nsite=good\n")
      try scenario.write("host_vars/h1.yml", "site: h3\n")
      try scenario.write(PlayText(rollout: rollout, services: [service]))
      #expect(try await scenario.deploy("2.0").exit == 0)
      let before = try await Picture(scenario)
      let run = try await scenario.deploy("3.0")
      let after = try await Picture(scenario)
      #expect(run.exit == 2, "\(run.said)")
      #expect(run.hosts == ["h1": "failed", "h2": "changed", "h3": "changed"])
      #expect(after.versions == ["2.0", "3.0", "3.0"])
      #expect(after.ids["h1"] == before.ids["h1"])
    }
  }

  @Test func percentageOfFailuresIsRoundedDown() async throws {
    // 33 % of three hosts is no host at all.
    try await brokenOnTheLast("{serial: 3, max_failures: 33%}") { run, before, after in
      #expect(run.exit == 3, "\(run.said)")
      #expect(after.ids == before.ids)
    }
  }

  @Test func minHealthySplitsBatches() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 100%, min_healthy: 2}"))
      // Nothing serves yet, so nothing can be lost.
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      #expect(first.events("batch.started").map { $0["hosts"] } == [["h1", "h2", "h3"]])
      let second = try await scenario.deploy("2.0")
      #expect(second.exit == 0, "\(second.said)")
      #expect(second.events("batch.started").map { $0["hosts"] } == [["h1"], ["h2"], ["h3"]])
    }
  }

  /// What is down takes nothing down when it is changed, and then there is one more to spare.
  @Test func hostsThatAreDownComeFirstWhereMinHealthyAllowsNothingElse() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1, min_healthy: 2}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      _ = try await scenario.hosts[2].docker("stop", "web")
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")
      let names = scenario.hosts.map(\.name)
      #expect(
        run.events("batch.started").map { $0["hosts"].texts }
          == [[names[2]], [names[0]], [names[1]]])
      try await scenario.expectAllServe("2.0", "mended")
    }
  }

  @Test func minHealthyThatCannotBeKeptIsRefused() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(rollout: "{min_healthy: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 5, "\(run.said)")
      #expect(run.trouble(scenario.host)["reason"] == "min_healthy")
      #expect(try await scenario.ids() == before)
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }

  @Test(arguments: [0, 1, 2]) func keepsSoManyPreviousContainers(_ keep: Int) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText(rollout: "{keep: \(keep)}"))
      var ids: [String] = []
      for version in ["1.0", "2.0", "1.0", "2.0"] {
        let run = try await scenario.deploy(version)
        #expect(run.exit == 0, "\(run.said)")
        ids.append(try await scenario.host.container("web")["Id"].text ?? "")
      }
      let containers = try await scenario.host.containers()
      #expect(Set(containers.values.compactMap { $0["Id"].text }) == Set(ids.suffix(keep + 1)))
    }
  }

  @Test func startFirstNeverStopsServingAndRetiresTheOldLast() async throws {
    try await Scenario.on(1) { scenario in
      let good = ServiceText(
        port: nil,
        checks: "[{exec: [wget, -q, -O, \"-\", \"http://127.0.0.1:8080/health\"], within: 5s, every: 200ms}]")
      try scenario.write(PlayText(rollout: "{order: start_first}", services: [good]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let old = try await scenario.host.container("web")
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")
      let new = try await scenario.host.container("web")
      let aside = try await scenario.host.container("web.\(run.runID)")
      #expect(aside["Id"] == old["Id"])
      let started = try #require(new["State"]["StartedAt"].text)
      let finished = try #require(aside["State"]["FinishedAt"].text)
      #expect(started < finished)

      // A failure never touches the old one: it was not even stopped.
      let serving = new["State"]["StartedAt"]
      let bad = try await scenario.deploy("broken")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(try await scenario.host.container("web")["Id"] == new["Id"])
      #expect(try await scenario.host.container("web")["State"]["StartedAt"] == serving)
    }
  }

  /// Two containers fit where the engine may choose between ports.
  @Test func startFirstTakesTheOtherPortOfARange() async throws {
    try await Scenario.on(1) { scenario in
      var service = ServiceText(
        port: nil,
        checks: "[{exec: [wget, -q, -O, \"-\", \"http://127.0.0.1:8080/health\"], within: 5s, every: 200ms}]")
      service.more = ["ports: [\"9080-9081:8080\"]"]
      try scenario.write(PlayText(rollout: "{order: start_first}", services: [service]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      #expect(try await scenario.host.page("/version", port: 9080) == "1.0")
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(try await scenario.host.page("/version", port: 9081) == "2.0")
      let again = try await scenario.deploy("1.0")
      #expect(again.exit == 0, "\(again.said)")
      #expect(try await scenario.host.page("/version", port: 9080) == "1.0")
    }
  }

  @Test func pauseStandsBetweenBatches() async throws {
    try await Scenario.on(2) { scenario in
      try scenario.write(PlayText(rollout: "{serial: 1, pause: 500ms}"))
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 0, "\(run.said)")
      let order = run.events.compactMap { $0["type"].text }.filter {
        ["batch.started", "batch.finished", "run.waiting"].contains($0)
      }
      #expect(order == ["batch.started", "batch.finished", "run.waiting", "batch.started", "batch.finished"])
      #expect(run.events("run.waiting").first?["duration"] == 0.5)
    }
  }
}
