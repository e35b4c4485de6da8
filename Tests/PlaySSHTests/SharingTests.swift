import Foundation
import Glibc
import NIOCore
import NIOPosix
import PlayModel
import Synchronization
import Testing

@testable import PlaySSH

/// Connections that one process keeps for others, here both in one: a real sshd says how many logins there were.
@Suite struct SharingTests {
  private let server: SSHServer
  private let folder: String

  init() throws {
    server = try SSHServer()
    folder = server.workshop.file("c")
  }

  private func keeper(_ target: ConnectionTarget? = nil) async throws -> SharingServer {
    let keeper = try SharingServer(configuration: .isolated, folder: folder)
    #expect(try await keeper.keep(target ?? server.target()) == .kept)
    return keeper
  }

  private func user() async throws -> any RemoteHost {
    var configuration = SSHConfiguration.isolated
    configuration.sharingFolder = folder
    return try await SSHConnector(configuration: configuration).connect(to: server.target())
  }

  /// Where the server's connection is looked for.
  private func socket() async throws -> String {
    SharingPlace(folder: folder).socket(
      for: try await SSHConnector(configuration: .isolated).way(to: server.target()))
  }

  private var sockets: [String] { SharingPlace(folder: folder).sockets }

  @Test func commandsNeedNoLogin() async throws {
    let keeper = try await keeper()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<30 {
        group.addTask {
          let host = try await user()
          let input = Array("in \(number)\n".utf8)
          let result = try await host.run(
            RemoteCommand("cat; echo err \(number) >&2; exit \(number)", stdin: input))
          #expect(result.ending == .exited(number))
          #expect(result.stdout == input)
          #expect(result.errorText == "err \(number)\n")
          await host.close()
        }
      }
      try await group.waitForAll()
    }
    let host = try await user()
    #expect(try await host.run(RemoteCommand("kill -KILL $$")).ending == .signalled("KILL"))
    #expect(server.accepted == 1)
    await keeper.end()
    #expect(sockets.isEmpty)
    #expect(try await host.run(RemoteCommand("echo there")).outputText == "there\n")
    #expect(server.accepted == 2)
    await host.close()
  }

  /// Every byte arrives, in order, at its stream.
  @Test func muchOutputArrivesWhole() async throws {
    let keeper = try await keeper()
    let host = try await user()
    var command = RemoteCommand("seq 1 400000; seq 1 200000 >&2", outputLimit: 0)
    let heard = Mutex<[OutputChunk.Stream: [UInt8]]>([:])
    command.onOutput = { chunk in heard.withLock { $0[chunk.stream, default: []] += chunk.bytes } }
    let result = try await host.run(command)
    #expect(result.succeeded)
    let wanted = { (last: Int) in Array((1...last).map { "\($0)\n" }.joined().utf8) }
    #expect(heard.withLock { $0[.stdout] } == wanted(400_000))
    #expect(heard.withLock { $0[.stderr] } == wanted(200_000))
    #expect(result.dropped == wanted(400_000).count + wanted(200_000).count)
    await keeper.end()
  }

  /// Who does not read holds only its own command up, and that one waits on the host.
  @Test func whoDoesNotReadHoldsOnlyItselfUp() async throws {
    let keeper = try await keeper()
    let count = server.workshop.file("count")
    let line = "i=0; while :; do head -c 1000000 /dev/zero; i=$((i+1)); echo $i >\(count); done"
    let deaf = try await raw()
    try await deaf.writeAndFlush(SharingFrame.hello.buffer)
    var command = RemoteCommand(line, deadline: .seconds(60), endsWhenGivenUp: true)
    command.stdinHead = []
    let request = try JSONEncoder().encode(SharedCommand(command))
    try await deaf.writeAndFlush(SharingFrame.request(Array(request)).buffer)
    try await deaf.writeAndFlush(SharingFrame.go.buffer)
    var last = -1
    while true {
      let now = Int((try? server.workshop.text(of: "count"))?.trimmingCharacters(in: .newlines) ?? "") ?? 0
      if now > 0, now == last { break }
      last = now
      try await Task.sleep(for: .milliseconds(500))
    }
    #expect(last < 40, "megabytes that nobody has read")
    let host = try await user()
    #expect(try await host.run(RemoteCommand("echo meanwhile")).outputText == "meanwhile\n")
    // Nobody waits for it any more: it is ended on the host.
    try await deaf.close()
    while try await host.run(RemoteCommand("pgrep -f '[i]=0; while :; do head'")).ending != .exited(1) {
      try await Task.sleep(for: .milliseconds(100))
    }
    await keeper.end()
  }

  /// A connection to the one socket there is, that reads nothing.
  private func raw() async throws -> any Channel {
    let socket = try #require(sockets.first)
    return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: false).connect(unixDomainSocketPath: socket).get()
  }

  @Test func aCommandThatIsGivenUpEndsOnTheHost() async throws {
    let keeper = try await keeper()
    let host = try await user()
    let work = Task {
      try await host.run(RemoteCommand("sleep 71077", deadline: .seconds(60), endsWhenGivenUp: true))
    }
    let pids = RemoteCommand("pgrep -f '[s]leep 71077'")
    while try await host.run(pids).ending != .exited(0) { try await Task.sleep(for: .milliseconds(50)) }
    work.cancel()
    await #expect { try await work.value } throws: { ($0 as? HostFailure)?.reason == .cancelled }
    while try await host.run(pids).ending != .exited(1) { try await Task.sleep(for: .milliseconds(50)) }
    await keeper.end()
  }

  @Test func deadlinesAndSilenceAreKept() async throws {
    let keeper = try await keeper()
    let host = try await user()
    for (deadline, silence) in [
      (Duration.milliseconds(300), nil), (.seconds(60), Duration.milliseconds(300)),
    ] {
      let command = RemoteCommand(
        "sleep 60", deadline: deadline, longestSilence: silence, endsWhenGivenUp: true)
      await #expect { _ = try await host.run(command) } throws: { error in
        let failure = error as? HostFailure
        return failure?.reason == .timedOut && failure?.host == "host"
      }
    }
    await keeper.end()
  }

  /// A keeper that ends while a command runs leaves its end unknown; before, nothing is lost.
  @Test func aKeeperThatEndsIsALostConnection() async throws {
    let keeper = try await keeper()
    let host = try await user()
    let began = Mutex(false)
    var command = RemoteCommand("echo begun; sleep 60", deadline: .seconds(90))
    command.onOutput = { _ in began.withLock { $0 = true } }
    let work = Task { [command] in try await host.run(command) }
    while !began.withLock(\.self) { try await Task.sleep(for: .milliseconds(20)) }
    await keeper.end()
    await #expect { try await work.value } throws: { ($0 as? HostFailure)?.reason == .connectionLost }
    #expect(try await host.run(RemoteCommand("echo again")).outputText == "again\n")
    await host.close()
  }

  /// sshd ends the connection: the socket goes, and whoever comes makes a connection of their own.
  @Test func aLostConnectionIsNotOffered() async throws {
    let keeper = try await keeper()
    let host = try await user()
    _ = try? await host.run(RemoteCommand("kill -KILL $PPID"))
    while !keeper.hosts.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    #expect(sockets.isEmpty)
    #expect(try await host.run(RemoteCommand("echo there")).outputText == "there\n")
    #expect(server.accepted == 2)
    await host.close()
    await keeper.end()
  }

  /// One that stands still is not waited for, and carries nothing out when it goes on.
  @Test func aKeeperThatStandsStillIsPassedOver() async throws {
    try SharingPlace(folder: folder).prepare()
    let socket = try await socket()
    let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(unixDomainSocketPath: socket).get()
    let host = try await user()
    #expect(try await host.run(RemoteCommand("echo there")).outputText == "there\n")
    try await silent.close()
    await host.close()
  }

  /// Another login, another trust, another way: another connection.
  @Test func onlyTheSameConnectionIsShared() async throws {
    let connector = SSHConnector(configuration: .isolated)
    let changes: [(inout ConnectionTarget) -> Void] = [
      { $0.user = "ana" }, { $0.port = 1 }, { $0.address = "127.0.0.2" }, { $0.hostKeyPolicy = .off },
      { $0.hostKeyPolicy = .acceptNew }, { $0.knownHostsFiles = [] },
      { $0.sshArguments = ["-J", "root@127.0.0.3"] }, { $0.sshArguments = ["-o", "HostKeyAlias=other"] },
    ]
    var ways: Set<String> = [try await connector.way(to: server.target())]
    for change in changes { ways.insert(try await connector.way(to: server.target(change))) }
    #expect(ways.count == changes.count + 1)
    let other = try await connector.way(to: server.target { $0.keepaliveInterval = .seconds(7) })
    #expect(ways.contains(other))
  }

  /// Who reaches a socket may do what its login may.
  @Test func nobodyElseCanEnter() async throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
    let keeper = try await keeper()
    var status = stat()
    #expect(stat(folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(stat(try #require(sockets.first), &status) == 0 && status.st_mode & 0o777 == 0o600)
    let second = try SharingServer(configuration: .isolated, folder: folder)
    #expect(try await second.keep(server.target()) == .keptElsewhere)
    #expect(await SharingServer.endAll(in: server.workshop.file("none")) == 0)
    await keeper.end()
    #expect(throws: SharingProblem.pathTooLong(String(repeating: "a", count: 100))) {
      try SharingServer(configuration: .isolated, folder: String(repeating: "a", count: 100))
    }
  }

  /// Two names of one host are asked for in the same moment.
  @Test func theSameConnectionIsKeptOnce() async throws {
    let keeper = try SharingServer(configuration: .isolated, folder: folder)
    let other = ConnectionTarget(
      name: "alias", address: server.address, port: server.port, user: "root", keyFiles: [server.userKey],
      knownHostsFiles: [server.knownHosts])
    async let first = keeper.keep(server.target())
    async let second = keeper.keep(other)
    #expect(try await Set([first, second]) == [.kept, .keptElsewhere])
    #expect(try await user().run(RemoteCommand("true")).succeeded)
    await keeper.end()
  }

  /// What a killed one has left is no hindrance.
  @Test func aSocketThatNobodyAnswersIsReplaced() async throws {
    try SharingPlace(folder: folder).prepare()
    let socket = try await socket()
    let left = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(unixDomainSocketPath: socket).get()
    try await left.close()
    let host = try await user()
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    let keeper = try await keeper()
    #expect(try await host.run(RemoteCommand("true")).succeeded)
    await host.close()
    #expect(try await user().run(RemoteCommand("true")).succeeded)
    #expect(server.accepted == 2)
    await keeper.end()
  }
}
