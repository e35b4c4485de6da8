import Foundation
import PlayModel
import PlaySSH
import Testing

@Suite struct HostKeyTests {
  @Test func anUnknownHostIsRefusedWithItsFingerprintAndWhatToDo() async throws {
    let server = try SSHServer()
    let empty = try server.workshop.write("", to: "empty")
    let failure = try await hostFailure { try await server.connect { $0.knownHostsFiles = [empty] } }
    #expect(failure.reason == .hostKeyUnknown)
    let fingerprint = try fingerprint(of: "host-ed25519-\(server.port)", in: server.workshop)
    #expect(
      failure.detail
        == "known_hosts has no key for [127.0.0.1]:\(server.port); it shows \(fingerprint) (ssh-ed25519)")
    #expect(
      failure.advice
        == "compare the fingerprint with the host's own, then: ssh-keyscan -p \(server.port) -t ed25519 127.0.0.1 >> \(empty)"
    )
    #expect(!server.log.contains("Accepted"))
  }

  @Test func aChangedKeyIsRefusedWithBothFingerprints() async throws {
    let server = try SSHServer()
    try server.workshop.makeKey("former")
    let former = try server.workshop.text(of: "former.pub")
    let known = try server.workshop.write("# old\n[127.0.0.1]:\(server.port) \(former)", to: "known")
    for policy in [HostKeyPolicy.strict, .acceptNew] {
      let failure = try await hostFailure {
        try await server.connect {
          $0.knownHostsFiles = [known]
          $0.hostKeyPolicy = policy
        }
      }
      #expect(failure.reason == .hostKeyChanged)
      #expect(failure.detail.contains(try fingerprint(of: "former", in: server.workshop)))
      #expect(
        failure.detail.contains(try fingerprint(of: "host-ed25519-\(server.port)", in: server.workshop)))
      #expect(failure.detail.contains("\(known) line 2"))
      #expect(failure.advice?.contains("ssh-keygen -R '[127.0.0.1]:\(server.port)' -f \(known)") == true)
    }
  }

  @Test func aRevokedKeyIsRefusedWhateverElseIsThere() async throws {
    let server = try SSHServer()
    let key = try server.hostKeys()[0]
    let known = try server.workshop.write(try server.knownHostsLines() + "@revoked * \(key)\n", to: "known")
    for policy in [HostKeyPolicy.strict, .acceptNew] {
      let failure = try await hostFailure {
        try await server.connect {
          $0.knownHostsFiles = [known]
          $0.hostKeyPolicy = policy
        }
      }
      #expect(failure.reason == .hostKeyRevoked)
      #expect(failure.detail.contains("\(known) line 2"))
    }
  }

  @Test func namesMayBeHashedWildOrWithoutAPort() async throws {
    let server = try SSHServer()
    let key = try server.hostKeys()[0]
    let hashed = try server.workshop.write(try server.knownHostsLines(), to: "hashed")
    try Tool.run("/usr/bin/ssh-keygen", ["-H", "-f", hashed])
    #expect(try server.workshop.text(of: "hashed").hasPrefix("|1|"))
    let wild = try server.workshop.write("!10.*,[127.0.0.?]:* \(key) a comment\n", to: "wild")
    let bare = try server.workshop.write("127.0.0.1 \(key)\n", to: "bare")
    let denied = try server.workshop.write("[127.*]:*,![127.0.0.1]:* \(key)\n", to: "denied")
    for file in [hashed, wild, bare] {
      let host = try await server.connect { $0.knownHostsFiles = ["/nonexistent", file] }
      await host.close()
    }
    let failure = try await hostFailure { try await server.connect { $0.knownHostsFiles = [denied] } }
    #expect(failure.reason == .hostKeyUnknown)
  }

  @Test(arguments: ["ecdsa", "ed25519"])
  func theAlgorithmOfTheKnownKeyIsAskedFor(_ type: String) async throws {
    let server = try SSHServer(hostKeyTypes: ["ed25519", "ecdsa", "rsa-2048"])
    let line = try server.knownHostsLines().split(separator: "\n").first { $0.contains(type) }
    let known = try server.workshop.write(String(try #require(line)) + "\n", to: "known")
    let host = try await server.connect { $0.knownHostsFiles = [known] }
    await host.close()
  }

  @Test func aHostKnownOnlyByItsRSAKeyNegotiatesThat() async throws {
    // libssh2 1.10 checks RSA host keys with SHA-1 only, which sshd offers when told to.
    let server = try SSHServer(
      hostKeyTypes: ["ed25519", "rsa-2048"], options: ["HostKeyAlgorithms +ssh-rsa"])
    let line = try server.knownHostsLines().split(separator: "\n").first { $0.contains(" ssh-rsa ") }
    let known = try server.workshop.write(String(try #require(line)) + "\n", to: "known")
    let host = try await server.connect { $0.knownHostsFiles = [known] }
    await host.close()
  }

  @Test func aKeyOfAnotherTypeIsUnknownNotChanged() async throws {
    let server = try SSHServer(hostKeyTypes: ["ed25519"])
    try server.workshop.makeKey("other", type: "ecdsa")
    let other = try server.workshop.text(of: "other.pub")
    let known = try server.workshop.write("[127.0.0.1]:\(server.port) \(other)", to: "known")
    let failure = try await hostFailure {
      try await server.connect {
        $0.knownHostsFiles = [known]
        $0.hostKeyPolicy = .acceptNew
      }
    }
    #expect(failure.reason == .hostKeyUnknown)
    #expect(failure.detail.contains("lists only ecdsa-sha2-nistp256 for it"))
  }

  @Test func acceptNewWritesTheKeyDownAndThenHoldsTheHostToIt() async throws {
    let server = try SSHServer()
    let known = server.workshop.file("new/known_hosts")
    let connector = SSHConnector(configuration: .isolated)
    let target = server.target {
      $0.knownHostsFiles = [known]
      $0.hostKeyPolicy = .acceptNew
    }
    for _ in 1...2 { await (try await connector.connect(to: target)).close() }
    #expect(try server.workshop.text(of: "new/known_hosts") == server.knownHostsLines())
    let strict = try await server.connect { $0.knownHostsFiles = [known] }
    await strict.close()
    // ssh-keygen finds it too.
    try Tool.run("/usr/bin/ssh-keygen", ["-F", "[127.0.0.1]:\(server.port)", "-f", known])
  }

  @Test func onlyTheUserTurnsTheCheckOff() async throws {
    let server = try SSHServer()
    let empty = try server.workshop.write("", to: "empty")
    let host = try await server.connect {
      $0.knownHostsFiles = [empty]
      $0.hostKeyPolicy = .off
    }
    await host.close()
    #expect(try server.workshop.text(of: "empty") == "")
  }

  private func fingerprint(of name: String, in workshop: Workshop) throws -> String {
    let line = try Tool.run("/usr/bin/ssh-keygen", ["-l", "-f", workshop.file(name + ".pub")])
    return String(line.split(separator: " ")[1])
  }
}
