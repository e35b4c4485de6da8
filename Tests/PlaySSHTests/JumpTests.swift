import Foundation
import PlayModel
import Testing

@testable import PlaySSH

@Suite struct JumpTests {
  @Test func oneHop() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion()
    let server = try SSHServer()
    let connector = site.connector()
    let host = try await connector.connect(to: server.target { $0.sshArguments = ["-J", bastion.hop] })
    let input = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    #expect(try await host.run(RemoteCommand("cat", stdin: input)).stdout == input)
    #expect(
      try await host.probe(
        NetworkProbe(address: "127.0.0.1", port: server.port, question: .tcp, deadline: .seconds(5)))
        == .connected)
    #expect(bastion.accepted == 1)
    await host.close()
    let late = try await hostFailure { try await host.run(RemoteCommand("true")) }
    #expect(late.reason == .cancelled)
  }

  @Test func twoHopsEachWithItsOwnKey() async throws {
    let site = try JumpSite()
    let (first, second) = (try site.bastion(key: 1), try site.bastion(key: 0))
    let server = try SSHServer()
    let host = try await site.connector().connect(
      to: server.target { $0.sshArguments = ["-o", "ProxyJump=\(first.hop),ssh://\(second.hop)"] })
    #expect(try await host.run(RemoteCommand("echo through")).outputText == "through\n")
    #expect(first.accepted == 1)
    #expect(second.accepted == 1)
    await host.close()
  }

  /// The hop, and the hop behind it, each have their own user and know nothing of the target's.
  @Test func eachHopHasAUserKeyAndHostKeyOfItsOwn() async throws {
    let site = try JumpSite()
    let view = try Accounts.view(in: site.workshop)
    for key in site.keys {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key + ".pub")
    }
    let first = try site.bastion(key: 1, view: view)
    let second = try site.bastion(key: 0, view: view)
    let server = try SSHServer()
    let config = try site.workshop.write(
      """
      Host outer
        HostName \(first.address)
        Port \(first.port)
        User deploy
        IdentityFile \(site.keys[1])
        UserKnownHostsFile \(first.knownHosts)
      Host inner
        HostName \(second.address)
        Port \(second.port)
        User free
        IdentityFile \(site.keys[0])
        UserKnownHostsFile \(second.knownHosts)
        ProxyJump outer
      Host *
        UserKnownHostsFile /nonexistent
        IdentitiesOnly yes

      """, to: "config")
    let host = try await site.connector().connect(
      to: server.target { $0.sshArguments = ["-F", config, "-J", "inner"] })
    #expect(try await host.run(RemoteCommand("id -un")).outputText == "root\n")
    #expect(first.log.contains("Accepted publickey for deploy") && first.log.contains("ECDSA"))
    #expect(second.log.contains("Accepted publickey for free") && second.log.contains("ED25519"))
    #expect(server.log.contains("Accepted publickey for root"))
    await host.close()
    // A hop that shows another key than the one known is refused, and named.
    try site.workshop.write(
      "[\(second.address)]:\(second.port) \(try first.hostKeys()[0])\n", to: "known_hosts-swapped")
    let swapped = try String(contentsOfFile: config, encoding: .utf8)
      .replacingOccurrences(of: second.knownHosts, with: site.workshop.file("known_hosts-swapped"))
    let other = try site.workshop.write(swapped, to: "config-swapped")
    let failure = try await hostFailure {
      try await site.connector().connect(
        to: server.target { $0.sshArguments = ["-F", other, "-J", "inner"] })
    }
    #expect(failure.reason == .hostKeyChanged)
    #expect(failure.detail.hasPrefix("jump host inner: "), "\(failure)")
  }

  @Test func aKeyRefusedAtTheHopIsToldOfTheHop() async throws {
    let site = try JumpSite()
    let bastion = try SSHServer()
    try site.workshop.write(bastion.knownHostsLines(), to: ".ssh/known_hosts")
    let failure = try await fail(site, through: bastion.hop)
    #expect(failure.host == "host")
    #expect(failure.reason == .authenticationFailed)
    #expect(
      failure.detail.hasPrefix(
        "jump host 127.0.0.1: root@127.0.0.1 was not let in; the server takes publickey"), "\(failure)")
  }

  @Test func anUnknownKeyOfTheHopIsRefused() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion(isKnown: false)
    // The target's own settings say nothing about the hop.
    let failure = try await fail(site, through: bastion.hop) {
      $0.hostKeyPolicy = .off
      $0.sshArguments += ["-o", "UserKnownHostsFile=\(bastion.knownHosts)"]
    }
    #expect(failure.reason == .hostKeyUnknown)
    #expect(
      failure.detail.hasPrefix("jump host 127.0.0.1: known_hosts has no key for [127.0.0.1]:\(bastion.port)"))
    #expect(bastion.accepted == 0)
  }

  @Test func acceptNewHoldsForTheHopToo() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion(isKnown: false)
    let server = try SSHServer()
    let host = try await site.connector().connect(
      to: server.target {
        $0.sshArguments = ["-J", bastion.hop]
        $0.hostKeyPolicy = .acceptNew
      })
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    #expect(try site.workshop.text(of: ".ssh/known_hosts") == bastion.knownHostsLines())
    await host.close()
  }

  @Test func aHopThatCannotReachTheHostSaysSo() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion()
    let nobody = try FreePort.next()
    let failure = try await fail(site, through: bastion.hop) { $0.port = nobody }
    #expect(failure.reason == .connectionFailed)
    #expect(
      failure.detail
        == "the jump host 127.0.0.1 did not connect to 127.0.0.1 port \(nobody): Connection refused")
    let strict = try site.bastion(options: ["AllowTcpForwarding no"])
    let prohibited = try await fail(site, through: strict.hop)
    #expect(prohibited.reason == .connectionFailed)
    #expect(prohibited.advice == "allow it in the jump host's sshd_config (AllowTcpForwarding, PermitOpen)")
  }

  @Test func aHopThatIsNotThereIsToldOfForEveryHostAndTriedOnce() async throws {
    let site = try JumpSite()
    let hop = try await ScriptedServer { _ in .sayAndClose(Array("SSH-2.0-Gone\r\nnonsense".utf8)) }
    let connector = site.connector()
    let target = ConnectionTarget(
      name: "host", address: "127.0.0.1", user: "root", sshArguments: ["-J", "127.0.0.1:\(hop.port)"])
    for _ in 0..<3 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 {
          group.addTask {
            let failure = try await hostFailure { try await connector.connect(to: target) }
            #expect(failure.detail.hasPrefix("jump host 127.0.0.1: "))
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(hop.accepted.value == 1)
  }

  @Test func eachHopHasItsOwnPartOfTheConfiguration() async throws {
    let site = try JumpSite()
    let (first, second) = (try site.bastion(key: 1), try site.bastion(key: 0))
    let server = try SSHServer()
    let config = try site.workshop.write(
      """
      Host outer
        HostName \(first.address)
        Port \(first.port)
        IdentityFile \(site.keys[1])
        IdentitiesOnly yes
      Host inner
        HostName \(second.address)
        Port \(second.port)
        ProxyJump outer
      Host host
        ProxyJump inner
      Host *
        User root

      """, to: "config")
    let host = try await site.connector().connect(
      to: server.target {
        $0.sshArguments = ["-F", config, "-J", "inner"]
      })
    #expect(try await host.run(RemoteCommand("echo through")).outputText == "through\n")
    #expect(first.accepted == 1)
    #expect(second.accepted == 1)
    await host.close()
  }

  @Test func jumpHostsThatLeadInACircleAreAnError() async throws {
    let site = try JumpSite()
    let config = try site.workshop.write(
      "Host a\n ProxyJump b\nHost b\n ProxyJump a\nHost *\n User me\n", to: "config")
    let failure = try await fail(site, through: "a") { $0.sshArguments += ["-F", config] }
    #expect(failure.reason == .connectionFailed)
    #expect(
      failure.detail.contains("the jump hosts lead in a circle: me@a:22, then me@b:22, then me@a:22"),
      "\(failure)")
  }

  @Test func aMalformedHopIsAnError() async throws {
    let site = try JumpSite()
    let malformed = try await fail(site, through: "a,,b")
    #expect(malformed.detail.hasPrefix("the jump host \"\" is not of the form"), "\(malformed)")
  }

  @Test func fiftyHostsShareOneConnectionToTheHop() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion(options: ["MaxSessions 1"])
    let server = try SSHServer(options: ["MaxStartups 100"])
    // However slow the machine is: only a connection that was needed may be made.
    let connector = site.connector(patience: JumpHost.Patience(turn: .seconds(120)))
    let target = server.target {
      $0.sshArguments = ["-J", bastion.hop]
      $0.connectDeadline = .seconds(120)
    }
    let hosts = try await withThrowingTaskGroup(of: (any RemoteHost).self) { group in
      for index in 0..<50 {
        group.addTask {
          let host = try await connector.connect(to: target)
          #expect(try await host.run(RemoteCommand("echo \(index)")).outputText == "\(index)\n")
          return host
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(server.accepted == 50)
    #expect(bastion.accepted == 1)
    for host in hosts { await host.close() }
  }

  @Test func aHopThatNobodyNeedsIsClosedAndMadeAgain() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion()
    let server = try SSHServer()
    let connector = site.connector(patience: JumpHost.Patience(unused: .milliseconds(100)))
    let target = server.target { $0.sshArguments = ["-J", bastion.hop] }
    for round in 1...2 {
      do {
        let host = try await connector.connect(to: target)
        try await Task.sleep(for: .milliseconds(400))
        #expect(try await host.run(RemoteCommand("true")).succeeded)
        await host.close()
      }
      try await waitUntil { bastion.log.components(separatedBy: "Received disconnect").count - 1 == round }
    }
    #expect(bastion.accepted == 2)
  }

  @Test func aHopThatDiesTakesItsHostsWithItAndTheNextOnesComeBack() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion()
    let server = try SSHServer()
    let connector = site.connector()
    let target = server.target { $0.sshArguments = ["-J", bastion.hop] }
    let hosts = [try await connector.connect(to: target), try await connector.connect(to: target)]
    #expect(bastion.accepted == 1)
    let tasks = hosts.map { host in Task { try await host.run(RemoteCommand("sleep 30")) } }
    for host in hosts { #expect(try await host.run(RemoteCommand("true")).succeeded) }
    // The hop's own sshd for this connection, seen from a shell on the hop.
    let hop = try await connector.connect(
      to: ConnectionTarget(
        name: "hop", address: bastion.address, port: bastion.port, user: "root"))
    let sessions = "ps -o pid= --ppid $(ps -o ppid= -p $(ps -o ppid= -p $$))"
    _ = try await hop.run(
      RemoteCommand("for p in $(\(sessions)); do [ $p = $PPID ] || kill -KILL $p; done; true"))
    for task in tasks {
      let failure = try await hostFailure { try await task.value }
      #expect(failure.reason == .connectionLost)
      #expect(failure.detail.contains("jump host 127.0.0.1"), "\(failure)")
    }
    let again = try await connector.connect(to: target)
    #expect(try await again.run(RemoteCommand("echo back")).outputText == "back\n")
    await again.close()
    await hop.close()
  }

  @Test func aHostBehindTheHopThatDoesNotAnswerHoldsUpNobody() async throws {
    let site = try JumpSite()
    let bastion = try site.bastion()
    let server = try SSHServer()
    let silent = try SilentPort()
    let connector = site.connector(patience: JumpHost.Patience(turn: .milliseconds(200)))
    let dead = server.target {
      $0.port = silent.port
      $0.sshArguments = ["-J", bastion.hop]
      $0.connectDeadline = .seconds(3)
    }
    let stuck = (0..<3).map { _ in Task { try await connector.connect(to: dead) } }
    try await Task.sleep(for: .milliseconds(300))
    let host = try await connector.connect(to: server.target { $0.sshArguments = ["-J", bastion.hop] })
    #expect(try await host.run(RemoteCommand("echo here")).outputText == "here\n")
    for task in stuck {
      let failure = try await hostFailure { try await task.value }
      #expect(failure.reason == .connectTimedOut)
    }
    // Their turns have been given up, and the connections serve again.
    let second = try await connector.connect(to: server.target { $0.sshArguments = ["-J", bastion.hop] })
    #expect(try await second.run(RemoteCommand("echo too")).outputText == "too\n")
    await host.close()
    await second.close()
  }

  @Test func aProbeOfAPortThatDoesNotAnswerHoldsUpNoCommand() async throws {
    let server = try SSHServer()
    let silent = try SilentPort()
    let host = try await server.connect()
    let answer = try await host.probe(
      NetworkProbe(
        address: "127.0.0.1", port: silent.port, question: .tcp, deadline: .milliseconds(300)))
    #expect(answer == .timedOut)
    for round in 0..<3 {
      let result = try await host.run(RemoteCommand("echo \(round)", deadline: .seconds(20)))
      #expect(result.outputText == "\(round)\n")
    }
    await host.close()
  }

  private func fail(
    _ site: JumpSite, through hop: String, _ change: (inout ConnectionTarget) -> Void = { _ in }
  ) async throws -> HostFailure {
    let server = try SSHServer()
    let target = server.target {
      $0.sshArguments = ["-J", hop]
      change(&$0)
    }
    return try await hostFailure { try await site.connector().connect(to: target) }
  }

  private func waitUntil(_ isSo: () -> Bool) async throws {
    for _ in 0..<500 {
      if isSo() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("it did not come about in time")
  }
}
