import Foundation
import PlayModel
import PlaySSH
import Synchronization
import Testing

@Suite struct CommandTests {
  @Test func aCommandsOutputAndExitCodeArrive() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let result = try await host.run(RemoteCommand("echo out; echo err >&2; exit 3"))
    #expect(result.ending == .exited(3))
    #expect(result.outputText == "out\n")
    #expect(result.errorText == "err\n")
    #expect(!result.succeeded)
    for code in [0, 1, 126, 127, 255] {
      #expect(try await host.run(RemoteCommand("exit \(code)")).ending == .exited(code))
    }
    await host.close()
  }

  @Test func aSignalIsNeverSuccess() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    #expect(try await host.run(RemoteCommand("kill -TERM $$")).ending == .signalled("TERM"))
    #expect(try await host.run(RemoteCommand("echo half; kill -KILL $$")).ending == .signalled("KILL"))
    await host.close()
  }

  @Test func aChannelThatClosesWithoutAStatusIsUnreported() async throws {
    // The command kills the sshd process of its own connection between its output and its end.
    let server = try SSHServer()
    let host = try await server.connect()
    let failure = try await hostFailure {
      try await host.run(RemoteCommand("echo begun; kill -KILL $PPID; sleep 5"))
    }
    #expect(failure.reason == .connectionLost)
    let again = try await hostFailure { try await host.run(RemoteCommand("true")) }
    #expect(again.reason == .connectionLost)
    await host.close()
  }

  @Test func stdinArrivesWholeAndEnds() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let input = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) }
    let expected = server.workshop.file("input")
    try Data(input).write(to: URL(fileURLWithPath: expected))
    let sum = try Tool.run("/usr/bin/sha256sum", [expected]).prefix(64)
    let result = try await host.run(RemoteCommand("sha256sum", stdin: input))
    #expect(result.outputText.prefix(64) == sum)
    let echoed = try await host.run(RemoteCommand("cat", stdin: input))
    #expect(echoed.stdout == input)
    let unread = try await host.run(RemoteCommand("head -c 1 | wc -c", stdin: input))
    #expect(unread.outputText == "1\n")
    await host.close()
  }

  @Test func aHundredMegabytesOfBinaryOutputArriveWholeInBoundedMemory() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let size = 100 << 20
    let big = server.workshop.file("big")
    try await makeFile(size, big)
    let received = try Received(in: server.workshop.file("received"))
    let before = try Self.peakMemory(afresh: true)
    let result = try await host.run(
      RemoteCommand(
        "cat \(big)", deadline: .seconds(300), outputLimit: 1024,
        onOutput: { received.add($0.bytes) }))
    #expect(result.succeeded)
    #expect(result.stdout.count == 1024)
    #expect(result.dropped == size - 1024)
    #expect(received.count == size)
    try Tool.run("/usr/bin/cmp", [big, received.path])
    // The window of 2 MiB and libssh2's queue bound what is held; nothing comes near the output's size.
    #expect(received.largestChunk <= 64 * 1024)
    #expect(try Self.peakMemory() - before < 16 << 20)
    await host.close()
  }

  /// The most that this process has held (proc(5), VmHWM), in bytes; `afresh`: since now.
  private static func peakMemory(afresh: Bool = false) throws -> Int {
    if afresh { try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.split(separator: " ")[1])) << 10
  }

  private func makeFile(_ size: Int, _ path: String) async throws {
    try Tool.run("/bin/sh", ["-c", "head -c \(size) /dev/urandom > \(path)"])
  }

  @Test func commandsOverlapAndMoreThanMaxSessionsWaitInLine() async throws {
    let server = try SSHServer(options: ["MaxSessions 4"])
    let host = try await server.connect()
    let results = try await withThrowingTaskGroup(of: (Int, CommandResult).self) { group in
      for index in 0..<40 {
        group.addTask { (index, try await host.run(RemoteCommand("sleep 0.0\(index % 7); echo \(index)"))) }
      }
      return try await group.reduce(into: [Int: CommandResult]()) { $0[$1.0] = $1.1 }
    }
    #expect(results.count == 40)
    for (index, result) in results { #expect(result.outputText == "\(index)\n") }
    await host.close()
  }

  @Test func aDeadlineEndsTheWaitAndTheConnectionGoesOn() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let failure = try await hostFailure {
      try await host.run(RemoteCommand("sleep 30", deadline: .milliseconds(300)))
    }
    #expect(failure.reason == .timedOut)
    #expect(try await host.run(RemoteCommand("echo on")).outputText == "on\n")
    await host.close()
  }

  @Test func cancellationEndsTheWait() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let task = Task { try await host.run(RemoteCommand("echo begun; sleep 30")) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    let failure = try await hostFailure { try await task.value }
    #expect(failure.reason == .cancelled)
    let early = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await host.run(RemoteCommand("sleep 30"))
    }
    early.cancel()
    let second = try await hostFailure { try await early.value }
    #expect(second.reason == .cancelled)
    #expect(try await host.run(RemoteCommand("echo on")).outputText == "on\n")
    await host.close()
  }

  @Test(arguments: [false, true])
  func whatIsGivenUpIsEndedOnTheHostWhereThatIsWanted(_ becomes: Bool) async throws {
    let workshop = try Workshop()
    let server = try SSHServer(view: try Accounts.view(in: workshop), in: workshop)
    // The processes are looked for on this machine, by whoever runs the tests: root.
    let host = try await server.connect { $0.user = becomes ? "deploy" : "root" }
    let become = becomes ? Become(password: Secret("correct horse")) : nil
    // Deaf to SIGTERM, with a child in its group.
    let task = Task {
      try await host.run(
        RemoteCommand(
          "trap '' TERM; sleep 301 & echo $! $$ > \(server.workshop.file("deaf")); wait; sleep 302",
          become: become, endsWhenGivenUp: true))
    }
    let deaf = try await processes(in: server.workshop.file("deaf"))
    #expect(deaf.allSatisfy(isRunning))
    task.cancel()
    #expect(try await hostFailure { try await task.value }.reason == .cancelled)
    #expect(try await areGone(deaf))
    let failure = try await hostFailure {
      try await host.run(
        RemoteCommand(
          "sleep 303 & echo $! $$ > \(server.workshop.file("late")); wait", deadline: .seconds(2),
          become: become,
          endsWhenGivenUp: true))
    }
    #expect(failure.reason == .timedOut)
    let late = try await processes(in: server.workshop.file("late"))
    #expect(try await areGone(late))
    #expect(try await host.run(RemoteCommand("echo on")).outputText == "on\n")
    await host.close()
  }

  private func isRunning(_ process: pid_t) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
      return false
    }
    return !text.contains(") Z ")
  }

  /// A signal that was sent has its effect a moment later.
  private func areGone(_ processes: [pid_t]) async throws -> Bool {
    for _ in 0..<250 where processes.contains(where: isRunning) {
      try await Task.sleep(for: .milliseconds(20))
    }
    return !processes.contains(where: isRunning)
  }

  /// The process ids that a command wrote, once it has.
  private func processes(in path: String) async throws -> [pid_t] {
    for _ in 0..<500 {
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      if text.hasSuffix("\n") { return text.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) } }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Tool.Failure(description: "the command did not begin")
  }

  @Test func workThatMustComeToItsOwnEndGoesOn() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let done = server.workshop.file("done")
    let failure = try await hostFailure {
      try await host.run(RemoteCommand("sleep 1; touch \(done)", deadline: .milliseconds(200)))
    }
    #expect(failure.reason == .timedOut)
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: done) {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(FileManager.default.fileExists(atPath: done))
    await host.close()
  }

  @Test func aLineThatDoesNotFitInAPacketSaysWhatToDo() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let failure = try await hostFailure {
      try await host.run(RemoteCommand("echo " + String(repeating: "x", count: 40_000)))
    }
    #expect(failure.reason == .channelRefused)
    #expect(failure.advice == "send long scripts on stdin")
    let longest = "x".utf8.count * 30_000
    let result = try await host.run(RemoteCommand("echo " + String(repeating: "x", count: longest)))
    #expect(result.stdout.count == longest + 1)
    await host.close()
  }

  @Test func closingEndsRunningCommandsAndMayBeDoneTwice() async throws {
    let server = try SSHServer()
    let host = try await server.connect()
    let task = Task { try await host.run(RemoteCommand("sleep 30")) }
    try await Task.sleep(for: .milliseconds(200))
    await host.close()
    await host.close()
    let failure = try await hostFailure { try await task.value }
    #expect(failure.reason == .cancelled)
    let late = try await hostFailure { try await host.run(RemoteCommand("true")) }
    #expect(late.reason == .cancelled)
  }
}

/// Output as it came, written to a file.
private final class Received: Sendable {
  private struct State {
    var count = 0
    var largest = 0
  }

  private let state = Mutex(State())
  private let descriptor: Int32
  let path: String

  init(in path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Tool.Failure(description: "\(path) could not be written") }
  }

  deinit { close(descriptor) }

  func add(_ bytes: [UInt8]) {
    state.withLock {
      $0.count += write(descriptor, bytes, bytes.count)
      $0.largest = max($0.largest, bytes.count)
    }
  }

  var count: Int { state.withLock { $0.count } }
  var largestChunk: Int { state.withLock { $0.largest } }
}
