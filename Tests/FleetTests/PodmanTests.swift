import Foundation
import Testing

/// The same work with Podman on a host.
@Suite struct PodmanTests {
  private func on(_ test: @Sendable @escaping (Scenario) async throws -> Void) async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write("inventory.ini", scenario.inventory(more: "container_engine=podman"))
      try await test(scenario)
    }
  }

  /// Asked on the host itself: Docker, which is there too, drops what is forwarded to other engines' networks.
  private func served(_ host: FleetHost) async throws -> String {
    try await host.shell("curl --silent --max-time 10 http://127.0.0.1:8080/version || echo nothing")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test func deploysReplacesAndGoesBack() async throws {
    try await on { scenario in
      try scenario.write(PlayText())
      let planned = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-e", "version=1.0", "--detailed-exitcode")
      #expect(planned.exit == 10, "\(planned.said)")
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      #expect(try await served(scenario.host) == "1.0")
      #expect(try await scenario.host.containers().isEmpty, "Docker has nothing to do with it")

      let again = try await scenario.deploy("1.0")
      #expect(again.hosts == [scenario.host.name: "unchanged"], "\(again.said)")

      let second = try await scenario.deploy("2.0")
      #expect(second.exit == 0, "\(second.said)")
      let containers = try await scenario.host.containers(of: "podman")
      #expect(Set(containers.keys) == ["web", "web.\(second.runID)"])
      let kept = containers["web"]?["Id"]
      #expect(kept?.text != nil)

      let bad = try await scenario.deploy("broken")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(bad.trouble(scenario.host)["log"].texts.contains { $0.contains("shop broken") }, "\(bad.said)")
      #expect(try await scenario.host.containers(of: "podman")["web"]?["Id"] == kept)
      #expect(try await served(scenario.host) == "2.0")

      let inside = try await scenario.program(
        "exec", "web", "-i", "inventory.ini", "--service", "web", "--", "echo $VERSION")
      #expect(inside.stdout == "\(scenario.host.name): 2.0\n", "\(inside.said)")

      let back = try await scenario.program("rollback", second.runID, "-i", "inventory.ini", "--yes")
      #expect(back.exit == 0, "\(back.said)")
      #expect(try await served(scenario.host) == "1.0")
    }
  }

  @Test func isSeenAndSteered() async throws {
    try await on { scenario in
      let name = scenario.host.name
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 0, "\(run.said)")

      let seen = try await scenario.program("ps", "-i", "inventory.ini", "--stats", "--output", "json")
      let container = seen.events("container").first
      #expect(seen.events.count == 1, "\(seen.said)")
      #expect(container?["version"].text == "2.0" && container?["state"].text == "running", "\(seen.said)")
      #expect(container?["run"].text == run.runID && container?["memory_used"].int ?? 0 > 0, "\(seen.said)")
      let all = try await scenario.program("ps", "-i", "inventory.ini", "--all", "--output", "json")
      #expect(all.events("container").map { $0["version"].text } == ["2.0", "1.0"], "\(all.said)")
      let versions = try await scenario.program("versions", "-i", "inventory.ini")
      #expect(versions.stdout.contains("2.0 ×1"), "\(versions.said)")
      let logs = try await scenario.program("logs", "web", "-i", "inventory.ini", "--previous")
      #expect(
        logs.stdout.contains("shop 1.0 starting") && logs.stdout.contains("shop 2.0 starting"), "\(logs.said)"
      )

      for (verb, served) in [("stop", "nothing"), ("start", "2.0"), ("restart", "2.0")] {
        let steered = try await scenario.program(
          verb, "web", "-i", "inventory.ini", "--yes", "--output", "json")
        #expect(steered.hosts == [name: "changed"], "\(verb): \(steered.said)")
        #expect(try await self.served(scenario.host) == served, "after \(verb)")
      }

      // Podman tells dates and ids in a form of its own.
      try scenario.write(PlayText(rollout: "{refuse_older: true}"))
      let older = try await scenario.deploy("1.0")
      #expect(older.exit == 5, "\(older.said)")
      #expect(older.said.contains("before what runs"), "\(older.said)")
    }
  }

  @Test func honoursOptionsAndHealth() async throws {
    try await on { scenario in
      try scenario.write(
        PlayText(services: [
          ServiceText(
            checks: "[{healthy: true, within: 30s}]",
            more: [
              "mem_limit: 64m", "cpus: 0.5", "tmpfs: [/run, /tmp]", "cap_drop: [NET_RAW]",
              "volumes: [\"shop-data:/data\"]", "labels: {team: shop}",
              "restart: unless-stopped",
            ])
        ]))
      let run = try await scenario.deploy("healthy")
      #expect(run.exit == 0, "\(run.said)")
      let web = try #require(try await scenario.host.containers(of: "podman")["web"])
      #expect(web["HostConfig"]["Memory"].int == 64 << 20)
      #expect(web["Config"]["Labels"]["team"] == "shop")
      #expect(web["HostConfig"]["RestartPolicy"]["Name"] == "unless-stopped")

      try scenario.write(PlayText(services: [ServiceText(checks: "[{healthy: true, within: 20s}]")]))
      let sick = try await scenario.deploy("unhealthy")
      #expect(sick.exit == 3, "\(sick.said)")
      #expect(sick.trouble(scenario.host)["reason"] == "unhealthy", "\(sick.said)")
    }
  }

  @Test func engineThatIsNotThereAndEngineThatIsUnknown() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      try scenario.write("inventory.ini", scenario.inventory(more: "container_engine=lxc"))
      let unknown = try await scenario.deploy("1.0")
      #expect(unknown.exit == 65)
      #expect(unknown.stderr.contains("write docker or podman"), "\(unknown.said)")
    }
  }
}
