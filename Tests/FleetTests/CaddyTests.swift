import Foundation
import Testing

/// Rollouts behind a real Caddy: on two hosts, with the third in front of them.
@Suite struct CaddyTests {
  private func balanced(
    edge: String = "", _ test: @Sendable (Scenario, FleetHost) async throws -> Void
  ) async throws {
    let driver = "'driver': 'caddy', 'backend': 'web', 'server': '{{ address }}:8080'"
    try await Scenario.balanced(by: "caddy", edge: driver + edge, test)
  }

  private func configuration(_ balancer: FleetHost) async throws -> String {
    try await balancer.shell("curl -s http://localhost:2019/config/")
  }

  @Test func noRequestFailsWhileAReleaseRollsOutAndFailsAndIsKilled() async throws {
    try await balanced { scenario, balancer in
      let before = try await configuration(balancer)
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let name = scenario.hosts[1].name
      let load = try await Load.through(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")

        // The second host's image is bad: the first has been changed by then, and goes back with it.
        let text = try String(contentsOf: scenario.folder.appending(path: "deploy.yml"), encoding: .utf8)
        try scenario.write(
          "bad.yml", text.replacing("SITE: \"{{ inventory_hostname }}\"", with: "SITE: \"{{ site }}\""))
        try scenario.write("host_vars/\(scenario.hosts[0].name).yml", "site: h1\n")
        try scenario.write("host_vars/\(name).yml", "site: h3\n")
        let bad = try await scenario.program(
          "run", "bad.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=3.0")
        #expect(bad.exit == 3, "\(bad.said)")
        #expect(bad.hosts == [scenario.hosts[0].name: "rolled_back", name: "failed"], "\(bad.said)")

        let child = try scenario.startDeploy("1.0")
        _ = try await eventually("a host drains") { () -> Bool? in
          child.outputSoFar.contains("\"membership.seen\"") || child.hasEnded ? true : nil
        }
        child.signal(SIGKILL)
        let killed = RunResult(await child.ending())
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(resumed.said)")
      }
      // None went to a server that was not there. At a load of its configuration Caddy itself closes the odd
      // connection that it has just accepted.
      #expect(load.requests > 300 && load.failed <= 5, "\(load.said)")
      #expect(!load.said.contains("status 5"), "\(load.said)")
      #expect(try await scenario.hosts[0].page("/version") == "1.0")
      #expect(try await configuration(balancer) == before)
    }
  }

  @Test func whatIsUnderWayIsCountedWhileTheServerIsOut() async throws {
    try await balanced(edge: ", 'drain_timeout': '400ms'") { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await configuration(balancer)
      let ids = try await scenario.ids()
      let slow = try (0..<6).map { number in
        try ChildProcess(
          "/bin/sh",
          [
            "-c",
            "sleep \(Double(number) / 3); for i in 1 2 3 4 5 6 7 8 9; do "
              + "curl -s --max-time 10 http://\(balancer.address)/slow; done",
          ])
      }
      try await Task.sleep(for: .seconds(2))
      let run = try await scenario.deploy("2.0")
      for client in slow {
        client.signal(SIGKILL)
        _ = await client.ending()
      }
      #expect(run.exit == 3 || run.exit == 2, "\(run.said)")
      #expect(
        run.events("host.finished").contains { $0["trouble"]["reason"] == "not_drained" }, "\(run.said)")
      #expect(try await scenario.ids() == ids)
      #expect(try await configuration(balancer) == before)
    }
  }

  @Test func whatIsNotThereAndTheLastOneAreRefused() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      // Somebody takes the first one away: the other is the only one that serves.
      _ = try await balancer.shell("curl -s -X DELETE http://localhost:2019/id/web/upstreams/0")
      let before = try await configuration(balancer)
      let run = try await scenario.deploy("2.0", "--limit", scenario.hosts[0].name)
      #expect(run.exit == 3 || run.exit == 2, "\(run.said)")
      #expect(run.said.contains("No such server: web/\(scenario.hosts[0].address):8080"), "\(run.said)")
      let last = try await scenario.deploy("2.0", "--limit", scenario.hosts[1].name)
      #expect(last.said.contains("is the only server of backend web that is up"), "\(last.said)")
      for host in scenario.hosts.prefix(2) { #expect(try await host.page("/version") == "1.0") }
      #expect(try await configuration(balancer) == before)
    }
  }
}
