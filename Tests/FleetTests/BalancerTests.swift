import Foundation
import Testing

/// Rollouts behind a real HAProxy: on two hosts, with the third in front of them.
@Suite struct BalancerTests {
  private func balanced(
    edge: String = "", _ test: @Sendable (Scenario, FleetHost) async throws -> Void
  ) async throws {
    try await Scenario.balanced(by: "haproxy", edge: "'driver': 'haproxy', 'backend': 'web'\(edge)", test)
  }

  private func underLoad(
    _ balancer: FleetHost, _ work: @Sendable () async throws -> Void
  ) async throws -> Load { try await Load.through(balancer, while: work) }

  /// `UP`, `DRAIN`, `MAINT`, … of each server.
  private func states(_ scenario: Scenario, _ balancer: FleetHost) async throws -> [String: String] {
    let said = try await scenario.fleet.tool(["balancer", balancer.name, "say", "show stat -1 4 -1"])
    let rows = said.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return Dictionary(
      rows.filter { $0.count > 17 && $0[0] == "web" }.map { (String($0[1]), String($0[17])) },
      uniquingKeysWith: { first, _ in first })
  }

  private func allUp(_ scenario: Scenario, _ balancer: FleetHost) async throws {
    _ = try await eventually("all servers are up") { () -> Bool? in
      try await states(scenario, balancer).values.allSatisfy { $0 == "UP" } ? true : nil
    }
  }

  private func expectNoneFailed(_ load: Load) {
    #expect(load.requests > 300, "\(load.said)")
    #expect(load.failed == 0, "\(load.said)")
  }

  @Test func noRequestFailsWhileAReleaseRollsOut() async throws {
    try await balanced { scenario, balancer in
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      try await allUp(scenario, balancer)
      let load = try await underLoad(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
        let steps = run.events("step.finished").compactMap { $0["step"].text }.filter { $0 != "pull" }
        #expect(Array(steps.prefix(5)) == ["drain", "create", "switch", "check", "join"], "\(steps)")
      }
      expectNoneFailed(load)
      #expect(try await scenario.hosts[1].page("/version") == "2.0")
      #expect(Set(try await states(scenario, balancer).values) == ["UP"])
    }
  }

  @Test func noRequestFailsWhileAFleetGoesBack() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      // The second host's image is bad: the first has been changed by then, and goes back with it.
      let name = scenario.hosts[1].name
      let load = try await underLoad(balancer) {
        let text = try String(contentsOf: scenario.folder.appending(path: "deploy.yml"), encoding: .utf8)
        try scenario.write(
          "bad.yml", text.replacing("SITE: \"{{ inventory_hostname }}\"", with: "SITE: \"{{ site }}\""))
        try scenario.write("host_vars/\(scenario.hosts[0].name).yml", "site: h1\n")
        try scenario.write("host_vars/\(name).yml", "site: h3\n")
        let run = RunResult(
          await
            (try scenario.start(
              ["run", "bad.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=3.0"])).ending())
        #expect(run.exit == 3, "\(run.said)")
        #expect(run.hosts == [scenario.hosts[0].name: "rolled_back", name: "failed"], "\(run.said)")
      }
      expectNoneFailed(load)
      #expect(try await scenario.hosts[0].page("/version") == "1.0")
      try await allUp(scenario, balancer)
    }
  }

  @Test func killedWhileAHostDrainsItGoesOn() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      let load = try await underLoad(balancer) {
        let child = try scenario.startDeploy("2.0")
        _ = try await eventually("the balancer drains a host") { () -> Bool? in
          try await states(scenario, balancer).values.contains { $0.hasPrefix("DRAIN") } || child.hasEnded
            ? true : nil
        }
        child.signal(SIGKILL)
        let killed = RunResult(await child.ending())
        #expect(killed.exit == 137, "\(killed.said)")
        #expect(killed.events("step.finished").allSatisfy { $0["step"] == "pull" }, "\(killed.said)")
        let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
        #expect(resumed.exit == 0, "\(resumed.said)")
      }
      expectNoneFailed(load)
      #expect(try await scenario.hosts[0].page("/version") == "2.0")
      #expect(Set(try await states(scenario, balancer).values) == ["UP"])
    }
  }

  /// `weight` of each server.
  private func weights(_ scenario: Scenario, _ balancer: FleetHost) async throws -> [String: Int] {
    let said = try await scenario.fleet.tool(["balancer", balancer.name, "say", "show servers state web"])
    let rows = said.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(
      rows.filter { $0.count > 15 && $0[1] == "web" }.map { (String($0[3]), Int($0[7]) ?? -1) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test func aHostJoinsByAndByAndIsKnownByItsAddress() async throws {
    try await Scenario.balanced(
      by: "haproxy", edge: "'driver': 'haproxy', 'backend': 'web', 'server': '{{ address }}:8080'",
      rollout: "{serial: 1, weight: [10%, 50%], bake: 1500ms}"
    ) { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      let name = scenario.hosts[0].name
      let child = try scenario.startDeploy("2.0")
      var seen: [Int] = []
      while !child.hasEnded {
        if let weight = try await weights(scenario, balancer)[name], weight != seen.last {
          seen.append(weight)
        }
        try await Task.sleep(for: .milliseconds(100))
      }
      let run = RunResult(await child.ending())
      #expect(run.exit == 0, "\(run.said)")
      #expect(seen == [100, 10, 50, 100], "\(run.said)")
      // The second host is bad: both have in the end what they had before.
      let text = try String(contentsOf: scenario.folder.appending(path: "deploy.yml"), encoding: .utf8)
      try scenario.write(
        "bad.yml", text.replacing("SITE: \"{{ inventory_hostname }}\"", with: "SITE: \"{{ site }}\""))
      try scenario.write("host_vars/\(name).yml", "site: h1\n")
      try scenario.write("host_vars/\(scenario.hosts[1].name).yml", "site: h3\n")
      let bad = try await scenario.program(
        "run", "bad.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=3.0")
      #expect(bad.exit == 3, "\(bad.said)")
      try await allUp(scenario, balancer)
      #expect(Set(try await weights(scenario, balancer).values) == [100])
      // Nothing is a hundredth of what is not there.
      let fine = text.replacing("10%", with: "1%").replacing("50%", with: "2%")
      try scenario.write("fine.yml", fine)
      try await scenario.fleet.tool(["balancer", balancer.name, "say", "set server web/\(name) weight 20"])
      let small = try await scenario.program(
        "run", "fine.yml", "-i", "inventory.ini", "--output", "json", "-e", "version=1.0")
      #expect(small.exit == 2 || small.exit == 3, "\(small.said)")
      #expect(small.said.contains("1 % of the weight 20 of web/"), "\(small.said)")
      #expect(try await weights(scenario, balancer)[name] == 20)
    }
  }

  /// A play with two services and two balancers: HAProxy, and one that is a file for each server.
  @Test func severalServicesAndBalancersGoTogether() async throws {
    try await balanced { scenario, balancer in
      let inventory = try String(
        contentsOf: scenario.folder.appending(path: "inventory.ini"), encoding: .utf8)
      let file = "$SWIFTPLAY_SERVER.out"
      let cloud =
        "'cloud': {'driver': 'command', 'on': 'controller', "
        + #"'status': 'state=ready; [ ! -e \#(file) ] || state=drain; echo "{\\"state\\": \\"$state\\", \\"sessions\\": 0}"', "#
        + "'drain': '[ ! -e ill ] && echo $SWIFTPLAY_RUN >\(file)', 'enable': 'rm -f \(file)'}"
      try scenario.write(
        "inventory.ini",
        inventory.replacing("'backend': 'web'}}", with: "'backend': 'web'}, \(cloud)}"))
      var play = PlayText(hosts: "shops", rollout: "{serial: 1}")
      play.services.append(ServiceText(name: "api", port: 8081))
      try scenario.write(
        "deploy.yml", play.yaml.replacing("  rollout:", with: "  load_balancer: [edge, cloud]\n  rollout:"))
      let first = try await scenario.deploy("1.0")
      #expect(first.exit == 0, "\(first.said)")
      try await allUp(scenario, balancer)
      let load = try await underLoad(balancer) {
        let run = try await scenario.deploy("2.0")
        #expect(run.exit == 0, "\(run.said)")
        let steps = run.events("step.finished").compactMap { $0["step"].text }
        #expect(
          steps.filter { $0 == "drain" || $0 == "join" } == ["drain", "join", "drain", "join"], "\(steps)")
      }
      expectNoneFailed(load)
      for port in [8080, 8081] { #expect(try await scenario.hosts[1].page("/version", port: port) == "2.0") }
      // The second balancer is ill: the first has its server back, and nothing was stopped.
      let ids = try await scenario.ids()
      try scenario.write("ill", "")
      let ill = try await scenario.deploy("1.0")
      #expect(ill.exit == 2 || ill.exit == 3, "\(ill.said)")
      #expect(ill.said.contains("the command `drain` ended with 1"), "\(ill.said)")
      #expect(try await scenario.ids() == ids)
      #expect(Set(try await states(scenario, balancer).values) == ["UP"])
    }
  }

  /// Two balancers, two backends, and names of their own for the hosts, one by a template: what is under way in any
  /// place counts.
  @Test func everyBalancerEveryBackendAndEveryNameCounts() async throws {
    try await balanced { scenario, balancer in
      let (first, second) = (scenario.hosts[0], scenario.hosts[1])
      let balancers = [second, balancer]
      let inventory = try String(
        contentsOf: scenario.folder.appending(path: "inventory.ini"), encoding: .utf8)
      try scenario.write(
        "inventory.ini",
        inventory.replacing(
          "'hosts': '\(balancer)', 'driver': 'haproxy', 'backend': 'web'",
          with: "'hosts': '\(second),\(balancer)', 'driver': 'haproxy', 'backend': ['web', 'api'], "
            + "'map': {'\(first)': 'srv1', '\(second)': '\(second.address):8080'}"))
      for one in balancers {
        try await scenario.fleet.tool(["balancer", one.name, "haproxy", first.name, second.name])
        _ = try await one.shell(
          "cd /run/haproxy; sed -i 's/server \(first) /server srv1 /; s/server \(second) /server-template tpl 1 /' haproxy.cfg; "
            + "sed -n '/^backend web/,$p' haproxy.cfg | sed 's/^backend web/backend api/' >api; cat api >>haproxy.cfg; "
            + "kill $(pidof haproxy); while pidof haproxy; do sleep 0.1; done; rm -f admin.sock; "
            + "haproxy -D -f haproxy.cfg >/dev/null 2>&1")
      }
      func rows() async throws -> [String] {
        var rows: [String] = []
        for one in balancers {
          let said = try await scenario.fleet.tool(["balancer", one.name, "say", "show stat -1 4 -1"])
          rows += said.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return "\(one) \(fields[0])/\(fields[1]) \(fields[17]) \(fields[18])"
          }
        }
        return rows
      }
      let begun = try await scenario.deploy("1.0")
      #expect(begun.exit == 0, "\(begun.said)")
      try await scenario.fleet.tool(["balancer", second.name, "say", "set server api/srv1 weight 40"])
      _ = try await eventually("all servers are up") { () -> Bool? in
        try await rows().allSatisfy { $0.contains(" UP ") } ? true : nil
      }
      let before = try await rows()
      #expect(before.count == 8, "\(before)")
      // The other balancer has slow requests under way all the time.
      let slow = try (0..<4).map { number in
        try ChildProcess(
          "/bin/sh",
          [
            "-c",
            "sleep 0.\(number * 2); while [ ! -e '\(scenario.folder.path)/over' ]; do "
              + "curl -s -o /dev/null -w '%{http_code}\\n' http://\(second.address)/slow; done",
          ])
      }
      expectNoneFailed(
        try await underLoad(balancer) {
          let run = try await scenario.deploy("2.0")
          #expect(run.exit == 0, "\(run.said)")
          let seen = run.events("membership.seen").map { $0["memberships"].items }
          let servers = seen.map { places in places.map { $0["server"].text ?? "" } }
          let expected = ["srv1", "\(second.address):8080"].map { [$0, $0, $0, $0] }
          #expect(servers == expected, "\(run.said)")
        })
      try scenario.write("over", "")
      for client in slow {
        let answers = Set(await client.ending().stdout.split(separator: "\n"))
        #expect(answers == ["200"])
      }
      #expect(try await rows() == before)
      _ = try await second.shell("kill $(pidof haproxy)")
    }
  }

  @Test func anOperatorsMaintenanceStays() async throws {
    try await balanced { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      let name = scenario.hosts[0].name
      try await scenario.fleet.tool(["balancer", balancer.name, "say", "set server web/\(name) state maint"])
      let run = try await scenario.deploy("2.0")
      #expect(run.exit == 2 || run.exit == 3, "\(run.said)")
      // The other is the only one that serves: it is not taken out.
      let trouble = run.trouble(scenario.hosts[1])
      #expect(trouble["reason"] == "balancer", "\(run.said)")
      #expect(try await scenario.hosts[1].page("/version") == "1.0")
      #expect(try await states(scenario, balancer) == [name: "MAINT", scenario.hosts[1].name: "UP"])
    }
  }

  @Test func whatCannotBeDrainedIsNotStopped() async throws {
    try await balanced(edge: ", 'drain_timeout': '400ms'") { scenario, balancer in
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      let ids = try await scenario.ids()
      // Slow answers, begun one after the other: whenever a host drains, one of them has long to go.
      let name = scenario.hosts[0].name
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
      #expect(try await scenario.ids()[name] == ids[name])
      try await allUp(scenario, balancer)
    }
  }

  /// Clients that a cookie binds to a server go on being sent to it while it drains; once they are cut off they go
  /// elsewhere.
  @Test func whatIsBoundToAServerIsCutOff() async throws {
    try await balanced(edge: ", 'drain_timeout': '1s', 'on_drain_timeout': 'cut'") { scenario, balancer in
      let name = scenario.hosts[0].name
      _ = try await balancer.shell(
        "cd /run/haproxy; sed -i 's/^backend web/&\\n  cookie S insert indirect/; s/server \\(h[0-9]*\\) .*/& cookie \\1/' "
          + "haproxy.cfg; kill $(pidof haproxy); while pidof haproxy; do sleep 0.1; done; rm -f admin.sock; "
          + "haproxy -D -f haproxy.cfg >/dev/null 2>&1")
      #expect(try await scenario.deploy("1.0").exit == 0)
      try await allUp(scenario, balancer)
      let over = scenario.folder.appending(path: "over").path
      func client(_ page: String) throws -> ChildProcess {
        try ChildProcess(
          "/bin/sh",
          [
            "-c",
            "while [ ! -e '\(over)' ]; do curl -s -o /dev/null -w '%{http_code}\\n' --max-time 10 -H 'Cookie: S=\(name)' "
              + "http://\(balancer.address)\(page); sleep 0.05; done",
          ])
      }
      let slow = [try client("/slow"), try client("/slow")]
      let quick = try client("/version")
      let run = try await scenario.deploy("2.0")
      try scenario.write("over", "")
      for one in slow { _ = await one.ending() }
      let answers = await quick.ending().stdout.split(separator: "\n")
      #expect(run.exit == 0, "\(run.said)")
      let notes = run.events("note").compactMap { $0["text"].text }
      #expect(notes.contains { $0.hasPrefix("\(name): ") && $0.hasSuffix("and are cut off") }, "\(run.said)")
      #expect(try await scenario.hosts[0].page("/version") == "2.0")
      #expect(Set(try await states(scenario, balancer).values) == ["UP"])
      // A request that was under way when it was cut may be lost, and none after it.
      #expect(answers.count > 20 && answers.filter { $0 != "200" }.count <= 2, "\(answers)")
    }
  }

  @Test func aBackendThatIsNotThereStopsTheHostBeforeItBegins() async throws {
    try await balanced(edge: ", 'backend': 'shop'") { scenario, balancer in
      let run = try await scenario.deploy("1.0")
      #expect(run.exit == 3 || run.exit == 2, "\(run.said)")
      #expect(run.said.contains("shop: Can't find backend. (there is web)"), "\(run.said)")
      for host in scenario.hosts.prefix(2) { #expect(try await host.containers().isEmpty) }
      try await scenario.fleet.tool(["cut", balancer.name])
      let cut = try await scenario.deploy("1.0", "--connect-timeout", "2")
      try await scenario.fleet.tool(["reconnect", balancer.name])
      #expect(cut.exit == 3 || cut.exit == 2, "\(cut.said)")
      #expect(cut.trouble(scenario.hosts[0])["reason"] == "balancer", "\(cut.said)")
      for host in scenario.hosts.prefix(2) { #expect(try await host.containers().isEmpty) }
    }
  }
}
