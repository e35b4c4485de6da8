import PlayModel
import PlaySSH
import Testing

/// Connections whose peer is gone without a word, or wants to know whether we are.
@Suite struct KeepaliveTests {
  @Test func aPeerThatHasStoppedIsNoticedAndToldToAllWhoWait() async throws {
    let server = try SSHServer()
    let target = server.target { $0.keepaliveInterval = .milliseconds(200) }
    let host = try await SSHConnector(configuration: .isolated).connect(to: target)
    async let other = hostFailure { try await host.run(RemoteCommand("sleep 30")) }
    // Its sshd, which goes on later so that it can end.
    let stop = "(sleep 5; kill -CONT $PPID) >/dev/null 2>&1 & kill -STOP $PPID; sleep 30"
    let failure = try await hostFailure { try await host.run(RemoteCommand(stop)) }
    #expect(failure.reason == .connectionLost)
    #expect(failure.detail == "127.0.0.1 port \(server.port) has not answered 3 keepalives")
    #expect(try await other == failure)
    let late = try await hostFailure { try await host.run(RemoteCommand("true")) }
    #expect(late == failure)
    await host.close()
  }

  @Test func aBusyButSilentPeerIsNotGivenUp() async throws {
    let server = try SSHServer()
    let target = server.target { $0.keepaliveInterval = .milliseconds(100) }
    let host = try await SSHConnector(configuration: .isolated).connect(to: target)
    #expect(try await host.run(RemoteCommand("sleep 2; echo done")).outputText == "done\n")
    await host.close()
  }

  /// libssh2 reads nothing of an idle connection by itself.
  @Test func anIdleConnectionAnswersTheServersQuestions() async throws {
    let server = try SSHServer(options: ["ClientAliveInterval 1", "ClientAliveCountMax 2"])
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    try await Task.sleep(for: .seconds(6))
    #expect(try await host.run(RemoteCommand("echo here")).outputText == "here\n")
    await host.close()
  }

  @Test func aCommandThatIsSilentForTooLongIsGivenUp() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let talks = RemoteCommand("for n in 1 2 3 4; do echo $n; sleep 1; done", longestSilence: .seconds(3))
    #expect(try await host.run(talks).outputText == "1\n2\n3\n4\n")
    for line in ["echo begun; sleep 30", "sleep 30"] {
      let command = RemoteCommand(line, longestSilence: .milliseconds(500))
      let failure = try await hostFailure { try await host.run(command) }
      #expect(failure.reason == .timedOut)
      #expect(failure.detail == "the command said nothing for 0.5 seconds")
    }
    #expect(try await host.run(RemoteCommand("echo still here")).outputText == "still here\n")
    await host.close()
  }
}
