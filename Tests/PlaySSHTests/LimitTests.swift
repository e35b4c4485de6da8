import Foundation
import PlayModel
import Synchronization
import Testing

@testable import PlaySSH

@Suite struct LimitTests {
  @Test func connectionsBeyondTheLimitWait() async throws {
    let server = try SSHServer(options: ["MaxStartups 100"])
    let allowance = ConnectionAllowance(limit: 3, patience: .seconds(60))
    let connector = SSHConnector(
      configuration: .isolated, patience: JumpHost.Patience(), allowance: allowance)
    let open = Tide()
    let target = server.target { $0.connectDeadline = .seconds(60) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask {
          let host = try await connector.connect(to: target)
          open.rise()
          #expect(try await host.run(RemoteCommand("echo \(index)")).outputText == "\(index)\n")
          open.fall()
          await host.close()
        }
      }
      try await group.waitForAll()
    }
    #expect(open.highest <= 3)
  }

  @Test func whenNoneEndsThoseThatWaitGiveUp() async throws {
    let server = try SSHServer()
    let allowance = ConnectionAllowance(limit: 1, patience: .milliseconds(200))
    let connector = SSHConnector(
      configuration: .isolated, patience: JumpHost.Patience(), allowance: allowance)
    let host = try await connector.connect(to: server.target())
    let failure = try await hostFailure { try await connector.connect(to: server.target()) }
    #expect(failure.detail == "this process may open no more files: 1 connections are open, and none ends")
    let cancelled = Task { try await connector.connect(to: server.target()) }
    cancelled.cancel()
    #expect(try await hostFailure { try await cancelled.value }.reason == .cancelled)
    await host.close()
    let next = try await connector.connect(to: server.target())
    #expect(try await next.run(RemoteCommand("true")).succeeded)
    await next.close()
  }

  /// The benchmark's program, under limits of its own: the soft one is raised, beyond the hard one
  /// connections wait.
  @Test func aProcessWithFewDescriptorsReachesAllHosts() throws {
    let server = try SSHServer(options: ["MaxStartups 300"])
    let folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("ssh-bench")
    let hosts = Array(repeating: "127.0.0.1", count: 150)
    let said = try Tool.run(
      "/usr/bin/prlimit",
      [
        "--nofile=80:128", program.path, server.userKey, server.knownHosts, "\(server.port)", "150",
        "sleep 1", "1",
      ]
        + hosts)
    #expect(said.contains("\"hosts\":150,\"failed\":0,"), "\(said)")
    #expect(server.accepted == 150)
  }
}

/// How many there are at a time, at most.
private final class Tide: Sendable {
  private let level = Mutex((now: 0, highest: 0))

  var highest: Int { level.withLock { $0.highest } }

  func rise() {
    level.withLock {
      $0.now += 1
      $0.highest = max($0.highest, $0.now)
    }
  }

  func fall() { level.withLock { $0.now -= 1 } }
}
