import Foundation
import PlayModel
import Testing

@testable import PlaySSH

/// Commands started ahead (`SpareShell`): what uses them cannot tell, and nothing has to wait for them.
@Suite struct SpareShellTests {
  private func shell(_ script: String) -> RemoteCommand {
    RemoteCommand("/bin/sh", stdin: Array(script.utf8), deadline: .seconds(20))
  }

  /// Every command is a shell of its own, with its own output and end.
  @Test(arguments: [[], ["MaxSessions 3"], ["MaxSessions 2"], ["MaxSessions 1"]])
  func commandsAreTheirOwn(_ options: [String]) async throws {
    let server = try SSHServer(options: options)
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    host.keepReady("/bin/sh", stdinHead: [], count: 2)
    var pids: Set<String> = []
    for number in 0..<12 {
      let result = try await host.run(shell("echo $$; echo \(number) >&2; exit \(number)\n"))
      #expect(result.ending == .exited(number))
      #expect(result.errorText == "\(number)\n")
      pids.insert(result.outputText)
    }
    #expect(pids.count == 12)
    // All at once, with other commands between them.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<15 {
        group.addTask {
          let result = try await host.run(shell("echo in \(number)\n"))
          #expect(result.outputText == "in \(number)\n")
        }
        group.addTask {
          let result = try await host.run(RemoteCommand("echo out \(number)"))
          #expect(result.outputText == "out \(number)\n")
        }
      }
      try await group.waitForAll()
    }
    await host.close()
  }

  /// What a shell was told ahead is not told again, and one that was told nothing hears all of it.
  @Test func theHeadIsHeardOnce() async throws {
    let server = try SSHServer()
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    // Longer than a packet, and than what a login shell's pipe takes at once.
    let head = String(repeating: "true 'this is said ahead'\n", count: 10_000) + "heard=$((heard + 1))\n"
    host.keepReady("/bin/sh", stdinHead: Array(head.utf8), count: 2)
    for number in 0..<6 {
      var command = shell("echo \(number) $heard\n")
      command.stdinHead = Array(head.utf8)
      #expect(try await host.run(command).outputText == "\(number) 1\n")
      // Another head is another shell.
      #expect(try await host.run(shell("echo ${heard:-nothing}\n")).outputText == "nothing\n")
    }
    await host.close()
  }

  /// A spare that has died meanwhile is not used.
  @Test func aDeadSpareIsPassedOver() async throws {
    let server = try SSHServer()
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    host.keepReady("/bin/sh -s spare", stdinHead: [], count: 2)
    let mark = "sh -s spare"
    // They run once a command that was queued after them has.
    func spares() async throws -> Int {
      let list = try await host.run(
        RemoteCommand("pgrep -c -f '[/]bin/\(mark)' -P \"$(ps -o ppid= -p $$ | tr -d ' ')\""))
      return Int(list.outputText.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
    while try await spares() < 2 {}
    _ = try await host.run(
      RemoteCommand("pkill -f '[/]bin/\(mark)' -P \"$(ps -o ppid= -p $$ | tr -d ' ')\""))
    while try await spares() > 0 {}
    // Until sshd has said so.
    try await Task.sleep(for: .milliseconds(300))
    _ = try await host.run(RemoteCommand("true"))
    for number in 0..<4 {
      let command = RemoteCommand(
        "/bin/sh -s spare", stdin: Array("echo \(number) $1\n".utf8), deadline: .seconds(20))
      #expect(try await host.run(command).outputText == "\(number) spare\n")
    }
    await host.close()
  }

  /// For those who are done nothing is started any more.
  @Test func theLastCommandsAreNotReplaced() async throws {
    let server = try SSHServer()
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    host.keepReady("/bin/sh -s last", stdinHead: [], count: 2)
    func spares() async throws -> Int {
      let list = try await host.run(
        RemoteCommand("pgrep -c -f '[/]bin/sh -s last' -P \"$(ps -o ppid= -p $$ | tr -d ' ')\""))
      return Int(list.outputText.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
    while try await spares() < 2 {}
    for number in 0..<3 {
      let command = RemoteCommand(
        "/bin/sh -s last", stdin: Array("echo \(number) $1\n".utf8), deadline: .seconds(20), isFollowed: false
      )
      #expect(try await host.run(command).outputText == "\(number) last\n")
    }
    // Whatever was queued before it would run before it does.
    #expect(try await spares() == 0)
    #expect(try await spares() == 0)
    await host.close()
  }

  /// Nothing stays on the host when the connection ends.
  @Test func sparesEndWithTheConnection() async throws {
    let server = try SSHServer()
    let host = try await SSHConnector(configuration: .isolated).connect(to: server.target())
    host.keepReady("/bin/sh", stdinHead: [], count: 2)
    let parent = try await host.run(shell("ps -o ppid= -p $$\n")).outputText.filter(\.isNumber)
    await host.close()
    for _ in 0..<200 where FileManager.default.fileExists(atPath: "/proc/\(parent)") {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(parent)"))
  }
}
