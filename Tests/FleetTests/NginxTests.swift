import Foundation
import Testing

/// Rollouts behind a real nginx: on two hosts, with the third in front of them.
@Suite struct NginxTests {
  private static let file = "/etc/nginx/upstreams/web.conf"

  private func balanced(
    edge: String = "", rollout: String = "{serial: 1}",
    _ test: @Sendable (Scenario, FleetHost) async throws -> Void
  ) async throws {
    let driver =
      "'driver': 'nginx', 'backend': 'web', 'file': '\(Self.file)', 'server': '{{ address }}', "
      + "'program': ['nginx', '-c', '/run/nginx/nginx.conf']"
    try await Scenario.balanced(by: "nginx", edge: driver + edge, rollout: rollout, test)
  }

  private func upstreams(_ balancer: FleetHost) async throws -> String {
    try await balancer.shell("cat \(Self.file); ls -A \(Self.file.replacing("/web.conf", with: ""))")
  }

  private func expectNoneFailed(_ load: Load) {
    #expect(load.requests > 300, "\(load.said)")
    #expect(load.failed == 0, "\(load.said)")
  }

  @Test func noRequestFailsWhileAReleaseRollsOutAndFailsAndIsKilled() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      _ = try await balancer.shell("chown 33:44 \(Self.file); chmod 640 \(Self.file)")
      let before = try await upstreams(balancer)
      let name = scenario.hosts[1].name
      let load = try await Load.through(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
        let seen = run.events("membership.seen")
        #expect(seen.count == 2, "\(run.said)")

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
      expectNoneFailed(load)
      #expect(try await scenario.hosts[0].page("/version") == "1.0")
      #expect(try await upstreams(balancer) == before)
      #expect(try await balancer.shell("stat -c '%u:%g %a' \(Self.file)") == "33:44 640\n")
    }
  }

  @Test func trafficMovesToTheOtherGroupAndBackAndNoRequestFails() async throws {
    try await balanced(rollout: "{strategy: blue_green, groups: [blue, green], bake: 1s}") {
      scenario, balancer in
      let (blue, green) = (scenario.hosts[0], scenario.hosts[1])
      let inventory = try String(
        contentsOf: scenario.folder.appending(path: "inventory.ini"), encoding: .utf8)
      try scenario.write("inventory.ini", inventory + "\n[blue]\n\(blue)\n\n[green]\n\(green)\n")
      let line = "server \(blue.address):8080 weight=10"
      _ = try await balancer.shell(
        "sed -i 's/\(line);/\(line) down;/' \(Self.file) && kill -HUP $(cat /run/nginx.pid)")
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      let before = try await upstreams(balancer)
      let load = try await Load.through(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
        #expect(try await upstreams(balancer).contains("\(line) down; # swiftplay"))
        #expect(try await green.page("/version") == "2.0", "\(run.said)")
        let back = try await scenario.program("rollback", run.runID, "--yes", "--output", "json")
        #expect(back.exit == 0, "\(back.said)")
      }
      expectNoneFailed(load)
      #expect(try await upstreams(balancer) == before)
      #expect(try await blue.page("/version") == "1.0")
    }
  }

  @Test func bothHostsOfABatchChangeTheFileAtOnce() async throws {
    try await balanced(rollout: "{serial: 1}") { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      // A third server, so that both may be out at once.
      _ = try await balancer.shell(
        "sed -i '1a server 127.0.0.1:22 backup;' \(Self.file) && kill -HUP $(cat /run/nginx.pid)")
      let before = try await upstreams(balancer)
      let play = try String(contentsOf: scenario.folder.appending(path: "deploy.yml"), encoding: .utf8)
      try scenario.write("both.yml", play.replacing("serial: 1", with: "serial: 2"))
      let run = try await scenario.program(
        "run", "both.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=2.0")
      #expect(run.exit == 0, "\(run.said)")
      #expect(try await upstreams(balancer) == before)
      for host in scenario.hosts.prefix(2) { #expect(try await host.page("/version") == "2.0") }
    }
  }

  @Test func aServerThatSomebodyHasMarkedDownStaysDown() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      let (first, second) = (scenario.hosts[0], scenario.hosts[1])
      _ = try await balancer.shell(
        "sed -i 's/server \(first.address):8080/& down/' \(Self.file) && kill -HUP $(cat /run/nginx.pid)")
      let before = try await upstreams(balancer)
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 2 || run.exit == 3, "\(run.said)")
      // The other is the only one that serves: it is not taken out.
      #expect(run.trouble(second)["reason"] == "balancer", "\(run.said)")
      #expect(run.said.contains("is the only server of backend web that is up"), "\(run.said)")
      #expect(try await second.page("/version") == "1.0")
      #expect(try await upstreams(balancer) == before)
    }
  }

  @Test func aBrokenConfigurationChangesNothing() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await upstreams(balancer)
      _ = try await balancer.shell("echo 'nonsense;' >>/run/nginx/nginx.conf")
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 2 || run.exit == 3, "\(run.said)")
      #expect(run.said.contains("unknown directive \\\"nonsense\\\""), "\(run.said)")
      #expect(try await upstreams(balancer) == before)
      for host in scenario.hosts.prefix(2) { #expect(try await host.page("/version") == "1.0") }
      // A file that nginx does not read steers nothing.
      _ = try await balancer.shell(
        "sed -i '/nonsense/d; s|/etc/nginx/upstreams/.*|/etc/nginx/upstreams/web.con[f];|' /run/nginx/nginx.conf"
      )
      _ = try await balancer.shell(
        "cp \(Self.file) /etc/nginx/upstreams/web.txt; sed -i 's|web.con.f.|web.txt|' /run/nginx/nginx.conf")
      let other = try await scenario.deploy("2.0")
      #expect(other.exit == 2 || other.exit == 3, "\(other.said)")
      #expect(other.said.contains("is no part of the configuration that nginx reads"), "\(other.said)")
      for host in scenario.hosts.prefix(2) { #expect(try await host.page("/version") == "1.0") }
    }
  }

  @Test func whatCannotBeDrainedIsNotStopped() async throws {
    try await balanced(edge: ", 'drain_timeout': '400ms'") { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      let ids = try await scenario.ids()
      let before = try await upstreams(balancer)
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
      #expect(try await upstreams(balancer) == before)
    }
  }
}
