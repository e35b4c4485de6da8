import Foundation
import Glibc
import Testing

/// Connections that `swiftplay connect` keeps, and the commands that find them.
@Suite struct ConnectTests {
  /// Which connection each host was asked over: its client's port.
  private func connections(_ scenario: Scenario) async throws -> [String: String] {
    let result = try await scenario.program(
      "exec", "web", "-i", "inventory.ini", "--output", "json", "--", "echo $SSH_CONNECTION")
    #expect(result.exit == 0, "\(result.said)")
    let told = result.events("exec.result")
    #expect(told.count == scenario.hosts.count)
    return Dictionary(
      uniqueKeysWithValues: told.map { ($0["host"].text ?? "", $0["stdout"].text ?? "") })
  }

  @Test func commandsUseThemAndDoWithout() async throws {
    try await Scenario.on(3) { scenario in
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let own = try await connections(scenario)
      let begun = try await scenario.program("connect", "web", "-i", "inventory.ini", "--background")
      #expect(begun.exit == 0, "\(begun.said)")
      #expect(begun.stdout.hasPrefix("connected to ") && begun.stdout.contains("swiftplay connect --end"))
      let kept = try await connections(scenario)
      for host in scenario.hosts { #expect(kept[host.name] != own[host.name]) }
      #expect(try await connections(scenario) == kept)
      let twice = try await scenario.program("connect", "web", "-i", "inventory.ini", "--background")
      #expect(twice.exit == 0 && twice.stdout.contains(" already"), "\(twice.said)")

      let ps = try await scenario.program("ps", "-i", "inventory.ini", "--output", "json")
      #expect(ps.events.count == 3, "\(ps.said)")
      let versions = try await scenario.program("versions", "-i", "inventory.ini")
      #expect(versions.exit == 0 && versions.stdout.contains("1.0"), "\(versions.said)")
      #expect(try await scenario.program("logs", "web", "-i", "inventory.ini").exit == 0)
      let failed = try await scenario.program("exec", "web", "-i", "inventory.ini", "--", "exit 3")
      #expect(failed.exit == 2, "\(failed.said)")
      let inService = try await scenario.program(
        "exec", "web", "-i", "inventory.ini", "--service", "web", "--", "hostname")
      #expect(inService.exit == 0, "\(inService.said)")
      // Runs make connections of their own.
      #expect(try await scenario.deploy("2.0").exit == 0)
      #expect(try await connections(scenario) == kept)

      let ended = try await scenario.program("connect", "--end")
      #expect(ended.exit == 0 && ended.stdout.contains("3 connections"), "\(ended.said)")
      let after = try await connections(scenario)
      for host in scenario.hosts { #expect(after[host.name] != kept[host.name]) }
      #expect(try await scenario.program("connect", "--end").stdout.contains("no connections"))
    }
  }

  @Test func aKilledOneIsNoHindrance() async throws {
    try await Scenario.on(2) { scenario in
      let keeper = try scenario.start(["connect", "-i", "inventory.ini"])
      _ = try await eventually("connections") { keeper.outputSoFar.contains("until Ctrl-C") ? true : nil }
      let kept = try await connections(scenario)
      #expect(try await connections(scenario) == kept)
      keeper.signal(SIGKILL)
      _ = await keeper.ending()
      let own = try await connections(scenario)
      for host in scenario.hosts { #expect(own[host.name] != kept[host.name]) }
      // What it has left is taken over.
      let second = try scenario.start(["connect", "-i", "inventory.ini"])
      _ = try await eventually("connections") { second.outputSoFar.contains("until Ctrl-C") ? true : nil }
      let again = try await connections(scenario)
      #expect(try await connections(scenario) == again)
      second.signal(SIGINT)
      #expect(await second.ending().exit == 130)
      #expect(try FileManager.default.contentsOfDirectory(atPath: scenario.home.path + "/connections") == [])
    }
  }

  @Test func aHostThatIsNotThereIsSaid() async throws {
    try await Scenario.on(2) { scenario in
      try await scenario.hosts[1].broken(.cut) {
        let begun = try await scenario.program(
          "connect", "-i", "inventory.ini", "--connect-timeout", "2", "--background")
        #expect(begun.exit == 0)
        #expect(begun.stdout.contains("connected to \(scenario.hosts[0].name) "), "\(begun.said)")
        #expect(begun.stderr.contains("\(scenario.hosts[1].name): "))
        _ = try await scenario.program("connect", "--end")
        let none = try await scenario.program(
          "connect", scenario.hosts[1].name, "-i", "inventory.ini", "--connect-timeout", "2", "--background")
        #expect(none.exit == 4, "\(none.said)")
      }
    }
  }
}
