import Foundation
import Testing

/// Commands of the user's own around a rollout, on real hosts and on this machine.
@Suite struct HooksTests {
  private func write(_ scenario: Scenario, _ hooks: String) throws {
    let text = PlayText(rollout: "{serial: 1}").yaml
    try scenario.write("deploy.yml", text.replacing("  rollout:", with: "  hooks:\n\(hooks)\n  rollout:"))
  }

  private func told(_ scenario: Scenario) -> [String] {
    let file = scenario.folder.appending(path: "told")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  private func told(_ host: FleetHost) async throws -> [String] {
    try await host.shell("cat /run/told 2>/dev/null; :").split(separator: "\n").map(String.init)
  }

  private func forget(_ scenario: Scenario) async throws {
    try? FileManager.default.removeItem(at: scenario.folder.appending(path: "told"))
    try await scenario.eachHost { _ = try await $0.shell("rm -f /run/told /run/bad") }
  }

  private static let hooks = """
        before_run: {command: 'echo "before $SWIFTPLAY_HOSTS $TOKEN" >> told', undo: echo undone >> told, environment: {TOKEN: "{{ token }}"}}
        before_host: {command: 'echo "before $SWIFTPLAY_HOST" >> /run/told', undo: 'echo "undone $SWIFTPLAY_UNDO" >> /run/told'}
        after_host: {command: 'echo after >> /run/told; test ! -e /run/bad'}
        after_run: echo "after $SWIFTPLAY_OUTCOME" >> told
        on_failure: ['echo "failed $SWIFTPLAY_OUTCOME" >> told']
    """

  @Test func theyRunInTheirOrderAndAreTakenBack() async throws {
    try await Scenario.on(2) { scenario in
      try await forget(scenario)
      try write(scenario, Self.hooks)
      let names = scenario.hosts.map(\.name)
      let set = "h[\(names.map { $0.dropFirst() }.joined(separator: "-"))]"
      let first = try await scenario.deploy("1.0", "-e", "token=hunter22hunter22")
      #expect(first.exit == 0, "\(first.said)")
      #expect(told(scenario) == ["before \(set) hunter22hunter22", "after succeeded"], "\(first.said)")
      for host in scenario.hosts { #expect(try await told(host) == ["before \(host.name)", "after"]) }
      #expect(!first.said.contains("hunter22hunter22"))
      let store = try Data(contentsOf: scenario.home.appending(path: "runs.sqlite"))
      #expect(store.range(of: Data("hunter22hunter22".utf8)) == nil)

      // Nothing changes: nothing is run.
      let again = try await scenario.deploy("1.0", "-e", "token=hunter22hunter22")
      #expect(again.exit == 0, "\(again.said)")
      #expect(told(scenario).count == 2, "\(again.said)")

      // The second host fails after it has changed, and all goes back.
      try await forget(scenario)
      _ = try await scenario.hosts[1].shell("touch /run/bad")
      let bad = try await scenario.deploy("2.0", "-e", "token=hunter22hunter22")
      #expect(bad.exit == 3, "\(bad.said)")
      #expect(told(scenario).last == "failed rolled_back", "\(bad.said)")
      #expect(told(scenario).contains("undone"), "\(bad.said)")
      for host in scenario.hosts {
        #expect(try await told(host) == ["before \(host.name)", "after", "undone 1"], "\(bad.said)")
      }
      try await scenario.expectAllServe("1.0", "put back")
    }
  }

  @Test func oneThatFailsBeforeStopsBeforeAnyChange() async throws {
    try await Scenario.on(2) { scenario in
      try await forget(scenario)
      try write(
        scenario,
        "    before_run: [echo one >> told, {command: 'echo no luck; exit 4', undo: echo undone >> told}]")
      let refused = try await scenario.deploy("1.0")
      #expect(refused.exit == 5, "\(refused.said)")
      #expect(refused.said.contains("ended with exit code 4: no luck"), "\(refused.said)")
      #expect(told(scenario) == ["one", "undone"], "\(refused.said)")
      try write(scenario, "    before_host: {command: sleep 30, timeout: 1s}")
      let late = try await scenario.deploy("1.0")
      #expect(late.exit == 3 || late.exit == 2, "\(late.said)")
      #expect(late.said.contains("did not end within 1 s"), "\(late.said)")
      for host in scenario.hosts { #expect(try await host.containers()["web"] == nil) }
    }
  }

  /// Killed while a hook runs on a host, which goes on there: it is not run a second time.
  @Test func aHostDoesAHookOnce() async throws {
    try await Scenario.on(1) { scenario in
      try await forget(scenario)
      try write(
        scenario,
        "    before_run: echo before >> told\n    before_host: {command: 'echo begun >> /run/told; sleep 3; echo done >> /run/told'}"
      )
      let child = try scenario.startDeploy("1.0")
      _ = try await eventually("the hook runs") { () -> Bool? in
        try await told(scenario.host) == ["begun"] ? true : nil
      }
      child.signal(SIGKILL)
      let killed = RunResult(await child.ending())
      let resumed = try await scenario.program("resume", killed.runID, "--output", "json")
      #expect(resumed.exit == 0, "\(resumed.said)")
      #expect(try await told(scenario.host) == ["begun", "done"], "\(resumed.said)")
      #expect(told(scenario) == ["before"], "\(resumed.said)")
      try await scenario.expectAllServe("1.0", "resumed")
    }
  }
}
