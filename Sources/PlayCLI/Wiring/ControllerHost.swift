import Foundation
import PlayModel
import PlayRunner

/// The machine that swiftplay runs on, as a host for commands that are to run there: as the user who runs
/// swiftplay, in the folder and with the environment that it has itself.
struct ControllerHost: RemoteHost {
  static var link: any HostLink {
    let here = ControllerHost()
    return ScriptLink(
      remote: here, access: HostAccess(target: ConnectionTarget(name: here.name, address: "127.0.0.1")))
  }

  let name = HostName("localhost")

  func run(_ command: RemoteCommand) async throws(HostFailure) -> CommandResult {
    do {
      return try await LocalProcess(command).result()
    } catch let failure as HostFailure {
      throw failure
    } catch {
      throw failure(.channelRefused, "a shell cannot be started: \(error.localizedDescription)")
    }
  }

  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    throw failure(.connectionFailed, "nothing is asked from here")
  }

  func close() async {}

  private func failure(_ reason: HostFailure.Reason, _ detail: String) -> HostFailure {
    HostFailure(host: name, reason: reason, detail: detail)
  }

  /// A shell with its input and output in files, which a child of its own that lives on cannot hold open.
  private struct LocalProcess {
    private let command: RemoteCommand
    private let folder: URL

    init(_ command: RemoteCommand) {
      self.command = command
      folder = FileManager.default.temporaryDirectory.appending(path: "swiftplay-\(UUID().uuidString)")
    }

    func result() async throws -> CommandResult {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data(command.stdinHead + command.stdin).write(to: file("in"))
      for name in ["out", "err"] { try Data().write(to: file(name)) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", command.line]
      process.standardInput = try FileHandle(forReadingFrom: file("in"))
      process.standardOutput = try FileHandle(forWritingTo: file("out"))
      process.standardError = try FileHandle(forWritingTo: file("err"))
      guard try await ended(process) else {
        throw HostFailure(
          host: "localhost", reason: .timedOut,
          detail: "a command did not end within \(command.deadline.components.seconds) s")
      }
      let code = Int(process.terminationStatus)
      return CommandResult(
        ending: process.terminationReason == .exit ? .exited(code) : .signalled(String(code)),
        stdout: Array(try Data(contentsOf: file("out"))), stderr: Array(try Data(contentsOf: file("err"))))
    }

    private func file(_ name: String) -> URL { folder.appending(path: name) }

    /// Whether it ended before its deadline; one that did not is killed.
    private func ended(_ process: Process) async throws -> Bool {
      let (ends, end) = AsyncStream.makeStream(of: Bool.self)
      process.terminationHandler = { _ in
        end.yield(true)
        end.finish()
      }
      try process.run()
      let identifier = process.processIdentifier
      let deadline = command.deadline
      let timer = Task {
        try await Task.sleep(for: deadline)
        kill(identifier, SIGKILL)
        end.yield(false)
        end.finish()
      }
      defer { timer.cancel() }
      return await ends.first { _ in true } ?? true
    }
  }
}
