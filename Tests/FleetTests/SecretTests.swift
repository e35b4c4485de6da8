import Foundation
import Testing

/// Secrets reach the container and nothing else.
@Suite struct SecretTests {
  /// Every process's command line on this machine: those of the fleet's hosts are among them.
  private static func commandLines() -> String {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { $0.allSatisfy(\.isNumber) }.map { process in
      let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      return String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
    }.joined(separator: "\n")
  }

  /// Runs the program and looks at all command lines until it ends.
  private func watched(_ child: ChildProcess, for secrets: [String]) async throws -> RunResult {
    var looks = 0
    while !child.hasEnded {
      let lines = Self.commandLines()
      for secret in secrets where lines.contains(secret) {
        Issue.record(
          "a secret stands on a command line: \(lines.split(separator: "\n").filter { $0.contains(secret) })")
        child.signal(SIGKILL)
      }
      looks += 1
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(looks > 1)
    return RunResult(await child.ending())
  }

  /// The bytes of the run store, its write-ahead log included.
  private func store(_ scenario: Scenario) throws -> String {
    let files = try FileManager.default.contentsOfDirectory(
      at: scenario.home, includingPropertiesForKeys: nil)
    #expect(files.contains { $0.lastPathComponent.contains("sqlite") })
    return try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }.joined()
  }

  @Test func secretOfAServiceIsSeenByItsContainerOnly() async throws {
    try await Scenario.on(1) { scenario in
      let password = "s3cr3t-Pa55-\(UUID().uuidString)"
      let lines = "-----BEGIN KEY-----\n\(UUID().uuidString)\n-----END KEY-----"
      let token = "tok-\(UUID().uuidString)"
      try scenario.write(
        "group_vars/all.yml",
        "db_password: \(password)\nsigning_key: \"\(lines.replacing("\n", with: "\\n"))\"\n")
      func play(_ version: String) -> PlayText {
        PlayText(services: [
          ServiceText(
            image: "{{ registry }}/shop/web:\(version)",
            environment: "{SITE: here, DATABASE_URL: \"postgres://shop:{{ db_password }}@db/shop\", "
              + "SIGNING_KEY: \"{{ signing_key }}\", API_TOKEN: \"{{ api_token }}\"}")
        ])
      }
      let secrets = [password, lines, lines.split(separator: "\n").map(String.init)[1], token]
      var said = ""
      for (version, exit, output) in [("1.0", 0, "json"), ("2.0", 0, "human"), ("broken", 3, "json")] {
        try scenario.write(play(version))
        // The token comes from a file: what stands on the program's own command line everybody can see.
        try scenario.write("token.yml", "api_token: \(token)\n")
        let child = try scenario.start([
          "run", "deploy.yml", "-i", "inventory.ini", "-D", "--output", output, "-e", "@token.yml", "-v",
        ])
        let run = try await watched(child, for: secrets)
        #expect(run.exit == exit)
        said += run.said
        if version == "1.0" {
          let variables = try await scenario.host.container("web")["Config"]["Env"].texts
          #expect(variables.contains("DATABASE_URL=postgres://shop:\(password)@db/shop"))
          #expect(variables.contains("SIGNING_KEY=\(lines)"))
          #expect(variables.contains("API_TOKEN=\(token)"))
        }
      }
      let plan = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-D", "-e", "@token.yml")
      let history = try await scenario.program("history")
      said += plan.said + history.said
      let stored = try store(scenario)
      let container = try await scenario.host.container("web")
      let labels = container["Config"]["Labels"].fields.values.compactMap(\.text).joined()
      let left = try await scenario.host.shell(
        "cat /run/lock/swiftplay*/* /run/lock/swiftplay*/*/* 2>/dev/null || :")
      for (place, text) in [("output", said), ("store", stored), ("labels", labels), ("host", left)] {
        for secret in secrets { #expect(!text.contains(secret), "\(place)") }
      }
    }
  }

  @Test func changedSecretReplacesTheContainerAndIsNotShown() async throws {
    try await Scenario.on(1) { scenario in
      try scenario.write(
        PlayText(services: [ServiceText(environment: "{SITE: here, DB_PASSWORD: \"{{ db_password }}\"}")]))
      try scenario.write("group_vars/all.yml", "db_password: first-\(UUID().uuidString)\n")
      #expect(try await scenario.deploy("1.0").exit == 0)
      let before = try await scenario.ids()
      #expect(try await scenario.deploy("1.0").hosts == [scenario.host.name: "unchanged"])
      let second = "second-\(UUID().uuidString)"
      try scenario.write("group_vars/all.yml", "db_password: \(second)\n")
      let plan = try await scenario.program(
        "plan", "deploy.yml", "-i", "inventory.ini", "-D", "-e", "version=1.0", "--detailed-exitcode")
      #expect(plan.exit == 10, "\(plan.said)")
      #expect(plan.stdout.contains("environment DB_PASSWORD: <secret>, changed"))
      #expect(!plan.said.contains(second))
      #expect(try await scenario.deploy("1.0").exit == 0)
      #expect(try await scenario.ids() != before)
      #expect(
        try await scenario.host.container("web")["Config"]["Env"].texts.contains("DB_PASSWORD=\(second)"))
    }
  }

  /// The login plain has a password, and needs it for sudo too.
  @Test func passwordsOfTheLoginAreNowhere() async throws {
    try await Scenario.on(1) { scenario in
      let file = scenario.fleet.directory.appending(path: "password")
      let password = try String(contentsOf: file, encoding: .utf8)
      try scenario.write(PlayText())
      try scenario.write(
        "inventory.ini",
        """
        [web]
        \(scenario.host.name) ansible_host=\(scenario.host.address)

        [web:vars]
        ansible_user=plain
        ansible_password=\(password)
        ansible_become=true
        ansible_become_password=\(password)
        ansible_ssh_common_args='-o UserKnownHostsFile=\(scenario.fleet.knownHosts)'
        registry=\(scenario.fleet.registry)

        """)
      let run = try await watched(scenario.startDeploy("1.0"), for: [password])
      #expect(run.exit == 0, "\(run.said)")
      #expect(try await scenario.host.page("/version") == "1.0")
      #expect(!run.said.contains(password))

      try scenario.write(
        "inventory.ini",
        try scenario.text("inventory.ini").replacing("become_password=", with: "become_password=not-"))
      let refused = try await watched(scenario.startDeploy("2.0"), for: [password])
      #expect(refused.exit == 5, "\(refused.said)")
      #expect(!refused.said.contains(password))
      #expect(!(try store(scenario)).contains(password))
      #expect(try await scenario.host.page("/version") == "1.0")
    }
  }
}

extension Scenario {
  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
