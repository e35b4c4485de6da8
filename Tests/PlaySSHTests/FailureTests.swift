import Foundation
import PlayModel
import PlaySSH
import Testing

/// Servers that are not there, or are not what they should be.
@Suite struct FailureTests {
  private func target(
    port: Int, address: String = "127.0.0.1", deadline: Duration = .seconds(3)
  ) -> ConnectionTarget {
    ConnectionTarget(
      name: "h1", address: address, port: port, user: "root", password: Secret("irrelevant"),
      hostKeyPolicy: .off,
      connectDeadline: deadline)
  }

  private func fail(_ target: ConnectionTarget) async throws -> HostFailure {
    try await hostFailure { try await SSHConnector(configuration: .isolated).connect(to: target) }
  }

  @Test func aClosedPortIsRefused() async throws {
    let port = try FreePort.next()
    let failure = try await fail(target(port: port))
    #expect(failure.host == "h1")
    #expect(failure.reason == .connectionFailed)
    #expect(failure.detail == "127.0.0.1 port \(port): Connection refused")
    #expect(failure.advice?.contains("sshd runs there") == true)
  }

  @Test func aNameThatDoesNotResolveSaysSo() async throws {
    let failure = try await fail(target(port: 22, address: "no-such-host.invalid"))
    #expect(failure.reason == .nameNotFound)
    #expect(failure.detail.hasPrefix("the name no-such-host.invalid does not resolve"))
  }

  @Test(
    arguments: [
      [], Array("SSH-2.0-Stalled\r\n".utf8), Array("SSH-2.0-OpenSSH_9.2\r\n\0\0\u{1}\u{2c}\u{a}".utf8),
    ] as [[UInt8]])
  func aServerThatStallsIsGivenUpAtTheDeadline(_ words: [UInt8]) async throws {
    let server = try await ScriptedServer { _ in .say(words) }
    let failure = try await fail(target(port: server.port, deadline: .milliseconds(700)))
    #expect(failure.reason == .connectTimedOut)
    #expect(failure.detail == "127.0.0.1 port \(server.port) did not finish the key exchange in time")
  }

  @Test func garbageInsteadOfABannerIsAProtocolError() async throws {
    let garbage = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let server = try await ScriptedServer { _ in .sayAndClose(garbage) }
    let failure = try await fail(target(port: server.port))
    #expect(failure.reason == .protocolError)
    #expect(failure.advice == "check the address and the port")
  }

  @Test func anHTTPServerIsNotAnSSHServer() async throws {
    let server = try await ScriptedServer { _ in .sayAndClose(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
    }
    let failure = try await fail(target(port: server.port))
    #expect([.protocolError, .connectionFailed].contains(failure.reason))
  }

  @Test func garbageInTheKeyExchangeIsAProtocolError() async throws {
    let garbage =
      Array("SSH-2.0-x\r\n".utf8) + (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 13 ^ $0 >> 3) }
    let server = try await ScriptedServer { _ in .sayAndClose(garbage) }
    let failure = try await fail(target(port: server.port))
    #expect([.protocolError, .connectionFailed].contains(failure.reason))
  }

  @Test func aFloodIsOneErrorWithinTheDeadline() async throws {
    for flood in [[UInt8](repeating: 0x41, count: 65536), Array("not ssh\r\n".utf8)] {
      let server = try await ScriptedServer { _ in .flood(flood) }
      let failure = try await fail(target(port: server.port, deadline: .seconds(2)))
      #expect([.protocolError, .connectTimedOut].contains(failure.reason))
    }
  }

  @Test func aConnectionClosedBeforeTheBannerIsTriedAgain() async throws {
    // MaxStartups: sshd closes, or resets, before it has said anything.
    let server = try await ScriptedServer { count in
      count == 1 ? .sayAndClose([]) : count == 2 ? .reset : .sayAndClose(Array("SSH-1.5-old\r\n".utf8))
    }
    let failure = try await fail(target(port: server.port, deadline: .seconds(60)))
    #expect(server.accepted.value >= 3)
    #expect(failure.reason != .connectTimedOut)
  }

  @Test func aConnectionClosedForGoodBeforeTheBannerSaysWhy() async throws {
    let server = try await ScriptedServer { _ in .sayAndClose(Array("Exceeded MaxStartups\r\n".utf8)) }
    let failure = try await fail(target(port: server.port, deadline: .seconds(15)))
    #expect(failure.reason == .connectionFailed)
    #expect(
      failure.detail.hasPrefix("127.0.0.1 port \(server.port) closed the connection before its SSH banner"))
    #expect(server.accepted.value >= 2)
  }

  @Test func aBusyServerIsReachedInTheEnd() async throws {
    let server = try SSHServer(options: ["MaxStartups 2:90:3"])
    let connector = SSHConnector(configuration: .isolated)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<30 {
        group.addTask {
          let host = try await connector.connect(to: server.target { $0.connectDeadline = .seconds(60) })
          #expect(try await host.run(RemoteCommand("true")).succeeded)
          await host.close()
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func algorithmsThatDoNotMeetSaySo() async throws {
    let server = try SSHServer(options: ["Ciphers chacha20-poly1305@openssh.com"])
    let failure = try await hostFailure { try await server.connect() }
    #expect(failure.reason == .protocolError)
    #expect(failure.advice?.contains("libssh2") == true)
  }

  @Test func cancellingAConnectEndsIt() async throws {
    let server = try await ScriptedServer { _ in .stall }
    let target = target(port: server.port, deadline: .seconds(60))
    let task = Task { try await SSHConnector(configuration: .isolated).connect(to: target) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    let failure = try await hostFailure { try await task.value }
    #expect(failure.reason == .cancelled)
  }

  @Test(arguments: [
    (["-o", "Bogus=1"], "ssh has no option Bogus"),
    (["-o", "Port=x"], "Port must be a number from 1 to 65535, not x"),
    (["-Z"], "-Z is not supported"), (["-o"], "-o needs a value"), (["word"], "word is not an option"),
  ])
  func argumentsThatAreNotUnderstoodAreErrors(_ arguments: [String], _ words: String) async throws {
    var target = target(port: 1)
    target.sshArguments = arguments
    let failure = try await fail(target)
    #expect(failure.detail == "SSH arguments: \(words)")
  }

  @Test func argumentsAreHonoured() async throws {
    let server = try SSHServer()
    let host = try await SSHConnector(configuration: .isolated).connect(
      to: ConnectionTarget(
        name: "h1", address: "ignored.invalid",
        sshArguments: [
          "-o", "HostName=127.0.0.1", "-p", "\(server.port)", "-lroot", "-i", server.userKey,
          "-oUserKnownHostsFile=/nonexistent \"\(server.knownHosts)\"", "-o", "StrictHostKeyChecking yes",
          "-o", "ControlMaster=auto", "-o", "ConnectTimeout=5", "-C",
        ]))
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
  }

  @Test func twoHundredConnectionsAtOnce() async throws {
    let server = try SSHServer(options: ["MaxStartups 300"])
    let connector = SSHConnector(configuration: .isolated)
    let target = server.target { $0.connectDeadline = .seconds(120) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<200 {
        group.addTask {
          let host = try await connector.connect(to: target)
          #expect(try await host.run(RemoteCommand("echo \(index)")).outputText == "\(index)\n")
          await host.close()
        }
      }
      try await group.waitForAll()
    }
  }
}
