import Foundation
import PlayModel

@testable import PlayRunner

/// Runs host scripts with the system's own `/bin/sh`, in a folder of its own, with an engine that is a
/// shell script: what it prints is said by files.
final class ScriptShell {
  let folder: URL
  /// What scripts find in their environment beside PATH. The engine's socket is not that of an engine which this
  /// machine may have.
  var environment: [String: String]
  var state: String { folder.appendingPathComponent("state").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("swiftplay-\(UUID())")
    environment = ["DOCKER_HOST": "unix://" + folder.appendingPathComponent("engine.sock").path]
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("bin"), withIntermediateDirectories: true)
    // Each call is noted; `NAME.out` answers the subcommand NAME, `NAME.exit` is its exit code.
    let engine = """
      #!/bin/sh
      echo "$*" >>'\(folder.path)/calls'
      [ ! -f '\(folder.path)'/$1.out ] || cat '\(folder.path)'/$1.out
      [ ! -f '\(folder.path)'/$1.exit ] || exit "$(cat '\(folder.path)'/$1.exit)"
      """
    try tool("docker", engine)
  }

  /// A program of the host, as a script.
  func tool(_ name: String, _ script: String) throws {
    let path = folder.appendingPathComponent("bin/\(name)")
    let text = script.hasPrefix("#!") ? script : "#!/bin/sh\n\(script)\n"
    try text.write(to: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func engine(_ subcommand: String, says text: String, exit code: Int = 0) throws {
    try text.write(to: folder.appendingPathComponent("\(subcommand).out"), atomically: true, encoding: .utf8)
    try "\(code)".write(
      to: folder.appendingPathComponent("\(subcommand).exit"), atomically: true, encoding: .utf8)
  }

  var engineCalls: [String] {
    let text = (try? String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  func file(_ name: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// A script under way.
  struct Running {
    let process: Process
    let output: Pipe

    func read() -> [UInt8] {
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return Array(data)
    }

    func report() -> ScriptReport? {
      ScriptReport(CommandResult(ending: .exited(0), stdout: read()), nonce: "n0nce")
    }
  }

  func start(_ script: HostScript) throws -> Running {
    let command = script.command(engine: .docker, nonce: "n0nce", become: nil, isPrepared: true)
    let file = folder.appendingPathComponent("script-\(UUID())")
    try Data(command.stdinHead + command.stdin).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.environment = environment.merging(
      ["PATH": folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"]) { own, _ in own }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return Running(process: process, output: output)
  }

  func run(_ script: HostScript) throws -> ScriptReport? { try start(script).report() }

  func run(_ body: String) throws -> ScriptReport? { try run(HostScript(body)) }

  /// The fences the host has given so far.
  func keepFences(_ fences: [String: Int]) throws {
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    for (service, fence) in fences {
      try "\(fence)\n".write(toFile: state + "/\(service).fence", atomically: true, encoding: .utf8)
    }
  }

  func claim(_ claim: HostClaim) throws -> ClaimAnswer {
    let report = try run("state=\(ShellWord.quote(state))\n" + LockScripts.claim(claim))
    return report.map { ClaimAnswer($0, claim: claim) } ?? .failed("no report")
  }
}
