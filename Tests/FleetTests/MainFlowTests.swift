import Testing

/// Deploy, change, break: what a team does every day.
@Suite struct MainFlowTests {
  @Test func firstReleaseReachesEveryHostAndASecondRunDoesNothing() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      #expect(first.outcome == "succeeded")
      #expect(first.hosts == ["h1": "changed", "h2": "changed", "h3": "changed"])
      for host in scenario.hosts { #expect(try await host.page("/version") == "1.0") }

      let before = try await scenario.ids()
      let second = try await scenario.deploy("1.0")
      #expect(second.exit == 0, "\(second.said)")
      #expect(second.hosts == ["h1": "unchanged", "h2": "unchanged", "h3": "unchanged"])
      #expect(second.events("step.started").allSatisfy { $0["step"].text == "pull" })
      #expect(try await scenario.ids() == before)
      for host in scenario.hosts { #expect(try await host.containers().count == 1) }
    }
  }

  @Test func newReleaseGoesInBatchesAndPutsTheOldAside() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText(rollout: "{serial: [1, 100%], keep: 1}"))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let old = try await scenario.ids()

      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(run.events("batch.started").map { $0["hosts"] } == [["h1"], ["h2", "h3"]])
      let endOfFirst = try #require(run.events.firstIndex { $0["type"] == "batch.finished" })
      let touched = run.events[..<endOfFirst].filter { $0["step"] == "switch" }.compactMap { $0["host"].text }
      #expect(Set(touched) == ["h1"])

      for host in scenario.hosts {
        #expect(try await host.page("/version") == "2.0")
        let containers = try await host.containers()
        #expect(Set(containers.keys) == ["web", "web.\(run.runID)"])
        let new = try #require(containers["web"])
        let labels = new["Config"]["Labels"]
        #expect(labels["dev.swiftplay.service"] == "web")
        #expect(labels["dev.swiftplay.run"].text == run.runID)
        #expect(labels["dev.swiftplay.op"].text?.hasPrefix(run.runID) == true)
        #expect(labels["dev.swiftplay.spec"].text?.count == 32)
        #expect(labels["dev.swiftplay.fence"].text != nil)
        #expect(new["HostConfig"]["RestartPolicy"]["Name"] == "always")
        let aside = try #require(containers["web.\(run.runID)"])
        #expect(aside["Id"].text == old[host.name])
        #expect(aside["State"]["Status"] == "exited")
        #expect(aside["HostConfig"]["RestartPolicy"]["Name"] == "no")
      }
    }
  }

  @Test func releaseBrokenOnOneHostSendsTheWholeFleetBack() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("2.0").exit == 0)
      let before = try await scenario.ids()

      let run = try await scenario.deploy("3.0")
      #expect(run.exit == 3, "\(run.said)")
      #expect(run.outcome == "rolled_back")
      #expect(run.hosts == ["h1": "rolled_back", "h2": "rolled_back", "h3": "failed"])
      #expect(run.events.last?["type"] == "run.finished")
      #expect(run.events.last?["run"].text == run.runID)
      let trouble = run.trouble(scenario.hosts[2])
      #expect(trouble["reason"] == "check_failed")
      #expect(trouble["detail"].text?.contains("/health answered 500") == true)
      #expect(trouble["log"].texts.contains { $0.contains("no table \"prices_v3\" at site h3") })

      #expect(try await scenario.ids() == before)
      for host in scenario.hosts {
        let containers = try await host.containers()
        #expect(Array(containers.keys) == ["web"])
        #expect(containers["web"]?["HostConfig"]["RestartPolicy"]["Name"] == "always")
        #expect(try await host.page("/version") == "2.0")
      }
    }
  }

  @Test func planTellsTheTruthAndChangesNothing() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      let plan: @Sendable (String) async throws -> RunResult = { version in
        try await scenario.program(
          "plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=\(version)", "--detailed-exitcode", "-D")
      }
      let new = try await plan("1.0")
      #expect(new.exit == 10, "\(new.said)")
      #expect(new.stdout.contains("web  1.0, new"))
      for host in scenario.hosts { #expect(try await host.containers().isEmpty) }

      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let same = try await plan("1.0")
      #expect(same.exit == 0, "\(same.said)")
      #expect(same.stdout.contains("nothing to do"))

      let next = try await plan("2.0")
      #expect(next.exit == 10)
      #expect(next.stdout.contains("1.0 → 2.0"))
      let check = try await scenario.deploy("2.0", "--check")
      #expect(check.exit == 0, "\(check.said)")
      #expect(check.events("play.planned").first?["batches"] == [["h1"], ["h2", "h3"]])
      #expect(check.events("step.started").isEmpty)
      #expect(try await scenario.ids() == before)
      for host in scenario.hosts { #expect(try await host.containers().count == 1) }
    }
  }

  @Test func forceReplacesWhatIsRightAndLimitNarrows() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      let run = try await scenario.deploy("1.0", "--force", "--limit", "h2")
      #expect(run.exit == 0, "\(run.said)")
      #expect(run.hosts == ["h2": "changed"])
      let after = try await scenario.ids()
      #expect(after["h1"] == before["h1"])
      #expect(after["h2"] != before["h2"])
      #expect(after["h3"] == before["h3"])
    }
  }

  @Test func severalPlaybooksAreOneRun() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write("shop.yml", PlayText())
      let stockService = ServiceText(name: "stock", port: 8081)
      try scenario.write("stock.yml", PlayText(name: "stock", services: [stockService]))
      let good = try await scenario.program(
        "run", "shop.yml", "stock.yml", "-i", "inventory.ini", "-e", "version=1.0", "--output", "json")
      #expect(good.exit == 0, "\(good.said)")
      #expect(good.events("play.planned").map { $0["name"] } == ["shop", "stock"])
      let web = try await scenario.host.container("web")["Id"]
      let stock = try await scenario.host.container("stock")["Id"]

      // The second playbook's failure takes the first one's change back.
      try scenario.write("broken.yml", PlayText(
        name: "stock", services: [ServiceText(name: "stock", image: "{{ registry }}/shop/web:broken", port: 8081)]))
      let bad = try await scenario.program(
        "run", "shop.yml", "broken.yml", "-i", "inventory.ini", "-e", "version=2.0", "--output", "json")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(try await scenario.host.container("web")["Id"] == web)
      #expect(try await scenario.host.container("stock")["Id"] == stock)
      #expect(try await scenario.host.page("/version") == "1.0")
      #expect(try await scenario.host.page("/version", port: 8081) == "1.0")
    }
  }

  @Test func dependenciesStartFirstAndAreUndoneLast() async throws {
    try await Scenario.on(1) { scenario in
      func play(_ front: String) -> PlayText {
        PlayText(services: [
          ServiceText(
            name: "front", image: "{{ registry }}/shop/web:\(front)", more: ["depends_on: [middle]"]),
          ServiceText(name: "middle", port: 8081, more: ["depends_on: {back: {condition: service_started}}"]),
          ServiceText(name: "back", port: 8082),
        ])
      }
      try scenario.write(play("{{ version }}"))
      let good = try await scenario.deploy("1.0")
      #expect(good.exit == 0, "\(good.said)")
      let containers = try await scenario.host.containers()
      let starts = ["back", "middle", "front"].compactMap { containers[$0]?["State"]["StartedAt"].text }
      #expect(starts.count == 3)
      #expect(starts == starts.sorted())

      try scenario.write(play("broken"))
      let bad = try await scenario.deploy("2.0")
      #expect(bad.exit == 3, "\(bad.said)")
      let undone = bad.events("undo.started").filter { $0["step"] == "switch" }.compactMap { $0["service"].text }
      #expect(undone == ["front", "middle", "back"])
      let after = try await scenario.host.containers()
      #expect(after.mapValues { $0["Id"] } == containers.mapValues { $0["Id"] })
    }
  }
}
