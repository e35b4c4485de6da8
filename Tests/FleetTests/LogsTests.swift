import Foundation
import Testing

/// Logs of containers on real hosts, in one stream.
@Suite struct LogsTests {
  /// Lets the service's container write a line.
  private func write(_ line: String, on host: FleetHost, to stream: Int = 1) async throws {
    try await host.docker("exec", "web", "sh", "-c", "echo '\(line)' >/proc/1/fd/\(stream)")
  }

  @Test func linesOfAllHostsAreMergedByTime() async throws {
    try await Scenario.on(2) { scenario in
      let hosts = scenario.hosts
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      #expect(try await scenario.deploy("2.0").exit == 0)
      for number in 1...3 {
        for host in hosts { try await write("order \(number) at \(host)", on: host, to: number % 2 + 1) }
      }
      let expected = (1...3).flatMap { number in hosts.map { "\($0): order \(number) at \($0)" } }
      let orders = try await scenario.program(
        "logs", "web", "-i", "inventory.ini", "--grep", "order [0-9]+ at")
      #expect(orders.exit == 0, "\(orders.said)")
      #expect(orders.stdout.split(separator: "\n").map(String.init) == expected)

      let json = try await scenario.program(
        "logs", "web", "-i", "inventory.ini", "-l", hosts[0].name, "--output", "json", "--tail", "2")
      // The engine counts the lines of both streams together.
      let texts = json.events("log.entry").map { $0["text"].text }
      #expect(texts == ["order 2 at \(hosts[0])", "order 3 at \(hosts[0])"])
      #expect(json.events.map { $0["stream"].text } == ["stdout", "stderr"])

      let now = try await scenario.program("logs", "web", "-i", "inventory.ini")
      #expect(!now.stdout.contains("shop 1.0 starting") && now.stdout.contains("shop 2.0 starting"))
      let before = try await scenario.program("logs", "web", "-i", "inventory.ini", "--previous")
      #expect(before.stdout.ranges(of: "shop 1.0 starting").count == 2)

      let none = try await scenario.program("logs", "nope", "-i", "inventory.ini")
      #expect(none.exit == 2)
      #expect(none.stderr.contains("no container of nope on"))
      try await hosts[1].broken(.cut) {
        let cut = try await scenario.program("logs", "web", "-i", "inventory.ini", "--connect-timeout", "2")
        #expect(cut.exit == 4)
        #expect(
          cut.stdout.contains("\(hosts[0]): order 3") && cut.stderr.contains("\(hosts[1]): unreachable"))
      }
    }
  }

  @Test func followingGoesOnAfterALossAndADeploymentAndLeavesNothingBehind() async throws {
    try await Scenario.on(2) { scenario in
      let hosts = scenario.hosts
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let child = try scenario.start(["logs", "web", "-i", "inventory.ini", "-f"])
      func shown(_ line: String) async throws {
        _ = try await eventually("\(line) is shown") { child.outputSoFar.contains(line) ? true : nil }
      }
      for host in hosts { try await shown("\(host): ") }
      try await write("first", on: hosts[0])
      try await shown("\(hosts[0]): first\n")

      // Only this login: the tool's own are not through sshd.
      try await LocalFleet.shared().tool(["drop-logins", hosts[0].name])
      try await write("second", on: hosts[0])
      try await shown("\(hosts[0]): second\n")
      #expect(try await scenario.deploy("2.0").exit == 0)
      for host in hosts { try await shown("\(host): \(try await version(of: host)) starting".lowercased()) }
      try await write("third", on: hosts[1])
      try await shown("\(hosts[1]): third\n")

      child.signal(SIGINT)
      let ending = await child.ending()
      #expect(ending.exit == 130)
      #expect(ending.stderr.contains("\(hosts[0]): ") && ending.stderr.contains("trying again"))
      #expect(ending.stdout.ranges(of: "\(hosts[0]): first\n").count == 1, "nothing twice: \(ending.stdout)")
      for host in hosts {
        _ = try await eventually("no reader is left on \(host)") {
          try await host.shell("pgrep -f 'docker [l]ogs' | wc -l") == "0\n" ? true : nil
        }
      }
    }
  }

  /// What the shop says first, but for its clock.
  private func version(of host: FleetHost) async throws -> String {
    let log = try await host.docker("logs", "web")
    return log.split(separator: "\n").first.map { String($0.prefix(8)) + " shop 2.0" } ?? ""
  }

  @Test func aReaderThatGoesAwayEndsIt() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let writing = Task {
        while !Task.isCancelled { try await write("tick", on: scenario.host) }
      }
      let result = try await scenario.shell(
        "\"$SWIFTPLAY_BIN\" logs web -i inventory.ini -f 2>/dev/null | head -n 2; echo over")
      writing.cancel()
      _ = await writing.result
      #expect(result.stdout.split(separator: "\n").count == 3)
      #expect(result.stdout.hasSuffix("over\n"))
    }
  }
}
