import Foundation
import Testing

/// What runs where, asked from real hosts.
@Suite struct PsTests {
  @Test func everyContainerOfTheFleetIsSeen() async throws {
    try await Scenario.on(3) { scenario in
      let hosts = scenario.hosts.sorted { $0.name < $1.name }
      var service = ServiceText()
      service.more = ["mem_limit: 64m", "cpus: 0.5"]
      try scenario.write(PlayText(services: [service]))
      #expect(try await scenario.deploy("1.0").exit == 0)
      let deployed = try await scenario.deploy("2.0")
      #expect(deployed.exit == 0)
      try await hosts[0].docker("run", "-d", "--name", "tool", "\(scenario.fleet.registry)/shop/web:1.0")
      try await hosts[1].docker("kill", "web")

      let human = try await scenario.program("ps", "-i", "inventory.ini")
      #expect(human.exit == 0, "\(human.said)")
      let lines = human.stdout.split(separator: "\n").map(String.init)
      #expect(lines.count == 4)
      #expect(lines[0].hasPrefix("host  service  version  state"))
      #expect(lines[1].hasPrefix("\(hosts[0].name)    web      2.0      running"))
      #expect(lines[1].contains("8080") && lines[1].contains("64 MiB") && lines[1].contains("0.5"))
      #expect(lines[1].hasSuffix(deployed.runID))
      #expect(lines[2].hasPrefix("\(hosts[1].name)    web      2.0      exited (137)"))

      let sick = try await scenario.program("ps", "-i", "inventory.ini", "--unhealthy", "--output", "json")
      #expect(sick.events.map { $0["host"].text } == [hosts[1].name])
      let all = try await scenario.program("ps", "web", "-i", "inventory.ini", "--all", "--output", "json")
      #expect(all.events.count == 7)
      #expect(all.events.filter { $0["place"].text == "previous" && $0["version"].text == "1.0" }.count == 3)
      let tool = try #require(all.events.first { $0["container"].text == "tool" })
      #expect(tool["place"].text == "foreign")
      let web = try #require(
        all.events.first { $0["container"].text == "web" && $0["host"].text == hosts[2].name })
      let real = try await hosts[2].container("web")
      #expect(web["id"] == real["Id"])
      #expect(web["image_id"] == real["Image"])
      #expect(real["Config"]["Image"].text?.hasSuffix("@\(web["digest"].text ?? "none")") == true)
      #expect(web["memory_limit"].int == 64 << 20)
      #expect(web["run"].text == deployed.runID)

      let stats = try await scenario.program(
        "ps", hosts[2].name, "-i", "inventory.ini", "--stats", "--output", "json")
      #expect(stats.events.first?["memory_used"].int ?? 0 > 10_000, "\(stats.said)")
      #expect(stats.events.first?["cpu_used"] != .null)

      try await hosts[2].broken(.cut) {
        let cut = try await scenario.program("ps", "-i", "inventory.ini", "--connect-timeout", "2")
        #expect(cut.exit == 4)
        #expect(cut.stdout.split(separator: "\n").count == 3)
        #expect(cut.stderr.contains("\(hosts[2].name): unreachable: "))
      }
      try await hosts[2].broken(.engineStopped) {
        let down = try await scenario.program("ps", "-i", "inventory.ini", "--output", "json")
        #expect(down.exit == 2)
        let failed = down.events("host.failed")
        #expect(failed.map { $0["trouble"]["reason"].text } == ["no_engine"], "\(down.said)")
      }
    }
  }

  @Test func watchingRedrawsInPlaceAndPutsTheTerminalBack() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let terminal = try PseudoTerminal(columns: 60, rows: 10)
      let child = try scenario.start(["ps", "-i", "inventory.ini", "--watch", "1"], terminal: terminal)
      _ = try await eventually("two pages") { terminal.text.ranges(of: "\u{1B}[H").count >= 2 ? true : nil }
      terminal.resize(columns: 40, rows: 10)
      try await scenario.host.docker("kill", "web")
      _ = try await eventually("the change is shown") { terminal.text.contains("exited (137)") ? true : nil }
      terminal.press("\u{03}")
      #expect(await child.ending().exit == 130)
      let text = terminal.text
      #expect(text.hasPrefix("\u{1B}[?1049h\u{1B}[?25l"))
      #expect(text.contains("\u{1B}[?25h\u{1B}[?1049l"))
      #expect(!text.contains("\u{1B}[2J"), "erasing the whole screen flickers")

      let piped = try await scenario.shell(
        "timeout -s INT 5 \"$SWIFTPLAY_BIN\" ps -i inventory.ini --watch 1 --output json")
      #expect(piped.events.count >= 2)
      #expect(Set(piped.events.map { $0["time"].text }).count >= 2)
    }
  }
}
