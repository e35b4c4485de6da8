import Foundation
import PlayModel
import Testing

@testable import PlayRunner

@Suite struct AdHocScriptTests {
  private static let inspection =
    #"=container {"id":"4f3a00","name":"/web","image":"shop/web@sha256:c","imageID":"sha256:1","#
    + #""status":"running","exit":0,"oom":false,"error":"","started":"2026-11-22T16:20:30.5Z","#
    + #""finished":"0001-01-01T00:00:00Z","health":"healthy","restarts":2,"policy":"always","retries":0,"#
    + #""rm":false,"stop":null,"labels":{"dev.swiftplay.service":"web"},"ports":{"8080/tcp":null}}"#
    + "\n"
    + #"=more {"id":"4f3a00","config":{"Memory":536870912,"NanoCpus":1500000000,"CpuQuota":0,"CpuPeriod":0},"finished":"0001-01-01T00:00:00Z"}"#

  private func look(_ shell: ScriptShell, _ question: ContainerQuestion = ContainerQuestion()) throws
    -> Result<[ContainerSighting], Trouble>
  {
    let report = try #require(try shell.run(AdHocScripts.containers(question)))
    return SightingReading(host: "h1", engine: .docker, report: report).finding()
  }

  @Test func oneLookFindsContainersLimitsAndUse() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: "4f3a00\n")
    try shell.engine("inspect", says: Self.inspection + "\n")
    try shell.engine("stats", says: "=usage 4f3a 12.50% 5.5MiB / 512MiB\n")
    let found = try look(shell, ContainerQuestion(service: "it's", usage: true)).get()
    let container = try #require(found.first)
    #expect(found.count == 1)
    #expect(container.place == .current)
    #expect(container.container.restartCount == 2)
    #expect(container.memoryLimit == 512 << 20)
    #expect(container.processorLimit == 1.5)
    #expect(container.usage == ContainerSighting.Usage(memory: 5_767_168, processors: 0.125))
    #expect(container.startedAt == Timestamp(milliseconds: 1_795_364_430_500))
    #expect(container.finishedAt == nil)
    #expect(shell.engineCalls[0].hasSuffix("--filter label=dev.swiftplay.service=it's"))
    // The format of inspect has two lines.
    #expect(shell.engineCalls.map { $0.split(separator: " ")[0] } == ["ps", "inspect", "=more", "stats"])
  }

  @Test func anEngineThatDoesNotAnswerIsNamed() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: "Cannot connect to the Docker daemon\n", exit: 1)
    guard case .failure(let trouble) = try look(shell) else {
      Issue.record("there is no engine")
      return
    }
    #expect(trouble.reason == .noEngine)
    #expect(trouble.detail.contains("Cannot connect to the Docker daemon"))
  }

  @Test func nothingThereIsNoTrouble() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: "")
    #expect(try look(shell).get().isEmpty)
    #expect(shell.engineCalls.count == 1)
  }

  /// Runs the script as sshd does and reads what it says.
  private func log(_ shell: ScriptShell, _ script: LogScript) throws -> (LogReading, [LogEntry]) {
    let command = script.command(engine: .docker, deadline: .seconds(5), become: nil)
    let file = shell.folder.appendingPathComponent("log-script")
    try Data(command.stdin).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.environment = ["PATH": shell.folder.appendingPathComponent("bin").path + ":/usr/bin:/bin"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    var reading = LogReading(host: "h1", nonce: "n0nce")
    var entries: [LogEntry] = []
    for (stream, pipe) in [(OutputChunk.Stream.stdout, output), (.stderr, errors)] {
      let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
      entries += reading.take(OutputChunk(stream: stream, bytes: bytes))
    }
    process.waitUntilExit()
    reading.end()
    return (reading, entries)
  }

  private static let list = "c2 web\nn1 web.20261122-162030-k3f9.next\np1 web.20261121-162030-k3f9\n"

  @Test func logsOfTheContainersThatServe() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: Self.list)
    try shell.engine("logs", says: "2026-11-22T16:20:30Z hello\n")
    let question = LogQuestion(service: "web", tail: 5, since: "10m")
    let (reading, entries) = try log(shell, LogScript(question: question, nonce: "n0nce"))
    #expect(reading.hasEnded)
    #expect(entries.map(\.container) == ["web", "web.20261122-162030-k3f9.next"])
    #expect(
      shell.engineCalls.dropFirst().map(\.self) == [
        "logs --timestamps --tail 5 --since 10m c2", "logs --timestamps --tail 5 --since 10m n1",
      ])
  }

  @Test func logsOfPreviousContainersFirst() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: Self.list)
    try shell.engine("logs", says: "2026-11-22T16:20:30Z hello")
    let question = LogQuestion(service: "web", tail: nil, previous: true)
    let (reading, _) = try log(shell, LogScript(question: question, nonce: "n0nce"))
    #expect(
      reading.containers == ["web.20261121-162030-k3f9", "web", "web.20261122-162030-k3f9.next"])
    #expect(shell.engineCalls.last == "logs --timestamps n1")
  }

  @Test func noContainerAndNoEngineAreToldApart() throws {
    let shell = try ScriptShell()
    let script = LogScript(question: LogQuestion(service: "web"), nonce: "n0nce")
    try shell.engine("ps", says: "")
    #expect(try log(shell, script).0.finding == LogReading.Finding.none)
    #expect(shell.engineCalls.last?.hasSuffix("--filter name=^/?web$") == true)
    try shell.engine("ps", says: "it is down\n", exit: 1)
    #expect(try log(shell, script).0.finding == .down("it is down"))
  }

  @Test func aLogThatCannotBeReadIsAFailure() throws {
    let shell = try ScriptShell()
    try shell.engine("ps", says: "c2 web\n")
    try shell.engine("logs", says: "", exit: 1)
    let (reading, _) = try log(shell, LogScript(question: LogQuestion(service: "web"), nonce: "n0nce"))
    #expect(reading.failures.map(\.container) == ["web"])
  }
}
