import Foundation
import PlayModel
import PlaySSH
import Testing

@Suite struct AuthenticationTests {
  @Test(
    arguments: [
      ("ed25519", nil, nil), ("ecdsa", 256, nil), ("ecdsa", 384, "PEM"), ("ecdsa", 521, "PKCS8"),
      ("rsa", 2048, nil),
      ("rsa", 3072, "PEM"), ("rsa", 4096, "PKCS8"),
    ] as [(String, Int?, String?)])
  func aKeyFileOfEveryKindLogsIn(type: String, bits: Int?, format: String?) async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id", type: type, bits: bits, format: format)
    let server = try SSHServer(userKey: key, in: workshop)
    let host = try await server.connect()
    #expect(try await host.run(RemoteCommand("echo hello")).outputText == "hello\n")
    #expect(server.log.contains("Accepted publickey for root"))
    await host.close()
  }

  /// Every type and length, in every format that ssh-keygen writes it in, with and without a passphrase.
  @Test func aKeyFileInEveryFormLogsIn() async throws {
    let workshop = try Workshop()
    let kinds: [(String, Int?)] = [
      ("ed25519", nil), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521), ("rsa", 2048), ("rsa", 3072),
      ("rsa", 4096),
    ]
    var files: [String] = []
    var authorized = ""
    for (type, bits) in kinds {
      let key = try workshop.makeKey("\(type)-\(bits ?? 0)", type: type, bits: bits)
      authorized += try workshop.text(of: "\(type)-\(bits ?? 0).pub")
      for format in ["RFC4716", "PEM", "PKCS8"] where type != "ed25519" || format == "RFC4716" {
        for passphrase in ["", "open sesame"] {
          let file = "\(key)-\(format)" + (passphrase.isEmpty ? "" : "-locked")
          try FileManager.default.copyItem(atPath: key, toPath: file)
          try Tool.run(
            "/usr/bin/ssh-keygen",
            ["-q", "-p", "-P", "", "-N", passphrase, "-m", format, "-a", "2", "-f", file])
          files.append(file)
        }
      }
    }
    try workshop.write(authorized, to: "all.pub")
    let server = try SSHServer(userKey: workshop.file("all"), in: workshop)
    var configuration = SSHConfiguration.isolated
    configuration.passphrase = { path in path.hasSuffix("-locked") ? Secret("open sesame") : nil }
    let connector = SSHConnector(configuration: configuration)
    #expect(files.count == 38)
    for file in files {
      let host = try await connector.connect(to: server.target { $0.keyFiles = [file] })
      #expect(try await host.run(RemoteCommand("echo in")).outputText == "in\n", "\(file)")
      await host.close()
    }
    // RSA by SHA-2 only: sshd takes nothing else, and says which key it took.
    #expect(server.log.components(separatedBy: "Accepted publickey for root").count - 1 == files.count)
    #expect(server.log.components(separatedBy: "ssh2: RSA SHA256").count - 1 == 18)
  }

  @Test func rsaSignsWithSHA256WhereTheServerTakesNothingElse() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id", type: "rsa", bits: 2048)
    let server = try SSHServer(userKey: key, options: ["PubkeyAcceptedAlgorithms rsa-sha2-256"], in: workshop)
    let host = try await server.connect()
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }

  @Test func aPassphraseIsAskedForOnceForAllHosts() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id", passphrase: "open sesame", rounds: 2)
    let server = try SSHServer(userKey: key, in: workshop)
    let asked = Counter()
    var configuration = SSHConfiguration.isolated
    configuration.passphrase = { path in
      asked.increment()
      return path == key ? Secret("open sesame") : nil
    }
    let connector = SSHConnector(configuration: configuration)
    async let first = connector.connect(to: server.target())
    async let second = connector.connect(to: server.target())
    for host in [try await first, try await second] {
      #expect(try await host.run(RemoteCommand("true")).succeeded)
      await host.close()
    }
    #expect(asked.value == 1)
  }

  @Test func aWrongPassphraseIsAskedForThreeTimes() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id", passphrase: "right", rounds: 2)
    let server = try SSHServer(userKey: key, in: workshop)
    let asked = Counter()
    var configuration = SSHConfiguration.isolated
    configuration.passphrase = { _ in
      asked.increment()
      return Secret("wrong-secret")
    }
    let failure = try await hostFailure { [configuration] in
      try await SSHConnector(configuration: configuration).connect(to: server.target())
    }
    #expect(failure.reason == .keyUnusable)
    #expect(failure.detail == "the passphrase of the key file \(key) is wrong")
    #expect(asked.value == 3)
    #expect(!"\(failure)".contains("wrong-secret"))
  }

  @Test func withoutAPassphraseTheAdviceIsTheAgent() async throws {
    let workshop = try Workshop()
    let key = try workshop.makeKey("id", passphrase: "right", rounds: 2)
    let server = try SSHServer(userKey: key, in: workshop)
    let failure = try await hostFailure { try await server.connect() }
    #expect(failure.reason == .keyUnusable)
    #expect(failure.advice == "load it into an agent with: ssh-add \(key)")
  }

  @Test(arguments: [("ed25519", nil), ("ecdsa", 384), ("rsa", 2048), ("rsa", 4096)] as [(String, Int?)])
  func theAgentSigns(type: String, bits: Int?) async throws {
    let workshop = try Workshop()
    let agent = try Agent(in: workshop)
    let key = try workshop.makeKey("id", type: type, bits: bits)
    try agent.add(key)
    let server = try SSHServer(userKey: key, in: workshop)
    var configuration = SSHConfiguration.isolated
    configuration.agentSocket = agent.socket
    let connector = SSHConnector(configuration: configuration)
    let host = try await connector.connect(to: server.target { $0.keyFiles = [] })
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }

  @Test func aKeyWithAPassphraseThatTheAgentHoldsIsTakenFromIt() async throws {
    let workshop = try Workshop()
    let agent = try Agent(in: workshop)
    let open = try workshop.makeKey("open")
    try agent.add(open)
    let key = try workshop.makeKey("id", passphrase: "secret", rounds: 2)
    // The same key, once with and once without a passphrase.
    try FileManager.default.copyItem(atPath: key, toPath: workshop.file("copy"))
    try Tool.run("/usr/bin/ssh-keygen", ["-q", "-p", "-P", "secret", "-N", "", "-f", workshop.file("copy")])
    try agent.add(workshop.file("copy"))
    let server = try SSHServer(userKey: key, in: workshop)
    var configuration = SSHConfiguration.isolated
    configuration.agentSocket = agent.socket
    let host = try await SSHConnector(configuration: configuration).connect(to: server.target())
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }

  @Test func anAgentThatRefusesToSignIsPassedOver() async throws {
    let workshop = try Workshop()
    let agent = try Agent(in: workshop)
    let first = try workshop.makeKey("first")
    let second = try workshop.makeKey("second")
    try agent.add(first)
    let both = try workshop.text(of: "first.pub") + workshop.text(of: "second.pub")
    try workshop.write(both, to: "both.pub")
    let server = try SSHServer(userKey: workshop.file("both"), in: workshop)
    var configuration = SSHConfiguration.isolated
    configuration.agentSocket = agent.socket
    let connector = SSHConnector(configuration: configuration)
    let host = try await connector.connect(to: server.target { $0.keyFiles = [] })
    await host.close()
    try agent.removeAll()
    // The connector still knows the agent's keys; the agent has lost them.
    let failure = try await hostFailure {
      try await connector.connect(to: server.target { $0.keyFiles = [] })
    }
    #expect(failure.reason == .authenticationFailed)
    let other = try await connector.connect(to: server.target { $0.keyFiles = [second] })
    await other.close()
  }

  @Test func aKeyThatIsNotAuthorizedNamesWhatWasTried() async throws {
    let server = try SSHServer()
    let other = try server.workshop.makeKey("other")
    let failure = try await hostFailure { try await server.connect { $0.keyFiles = [other] } }
    #expect(failure.reason == .authenticationFailed)
    #expect(failure.detail.hasPrefix("root@127.0.0.1 was not let in; the server takes publickey"))
    #expect(failure.detail.contains("tried: \(other) (ssh-ed25519)"))
    #expect(failure.advice?.contains("authorized_keys") == true)
  }

  @Test func tooManyKeysAreReportedInTheServersWords() async throws {
    let workshop = try Workshop()
    let server = try SSHServer(options: ["MaxAuthTries 2"], in: workshop)
    let keys = try (1...4).map { try workshop.makeKey("wrong-\($0)") }
    let failure = try await hostFailure { try await server.connect { $0.keyFiles = keys } }
    #expect(failure.reason == .authenticationFailed)
    #expect(failure.detail.contains("Too many authentication failures"))
  }

  @Test func aKeyFileThatDoesNotExistIsAnErrorBeforeAnyConnection() async throws {
    let server = try await ScriptedServer { _ in .reset }
    let target = ConnectionTarget(
      name: "h1", address: "127.0.0.1", port: server.port, user: "root", keyFiles: ["/nonexistent/id"],
      hostKeyPolicy: .off)
    let failure = try await hostFailure {
      try await SSHConnector(configuration: .isolated).connect(to: target)
    }
    #expect(failure.reason == .keyUnusable)
    #expect(failure.detail == "the key file /nonexistent/id does not exist")
    #expect(server.accepted.value == 0)
  }

  @Test func theDefaultKeysAreFoundInTheHome() async throws {
    let workshop = try Workshop()
    try FileManager.default.createDirectory(atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    let key = try workshop.makeKey(".ssh/id_ecdsa", type: "ecdsa")
    let server = try SSHServer(userKey: key, in: workshop)
    var configuration = SSHConfiguration.isolated
    configuration.homeDirectory = workshop.path
    try FileManager.default.copyItem(atPath: server.knownHosts, toPath: workshop.file(".ssh/known_hosts"))
    let host = try await SSHConnector(configuration: configuration).connect(
      to: server.target {
        $0.keyFiles = []
        $0.knownHostsFiles = []
      })
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }
}
