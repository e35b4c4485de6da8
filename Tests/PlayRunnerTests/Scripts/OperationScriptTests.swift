import Foundation
import PlayModel
import Testing

@testable import PlayRunner

@Suite("Changes on a host, in a real shell") struct OperationScriptTests {
  private let shell: ScriptShell

  init() throws {
    shell = try ScriptShell()
    let claim = HostClaim(
      run: "r1", token: "t1", owner: "ana", machine: "ops1", processID: 1, services: ["web"])
    try shell.keepFences(["web": 0])
    #expect(try shell.claim(claim) == .granted(["web": 1]))
  }

  private func script(
    _ body: String, id: String = "r1/0/h1/web/switch", run: RunID = "r1", fence: Int = 1,
    token: String = "t1",
    cancels: [String] = []
  ) -> HostScript {
    HostScript(
      body,
      operation: HostOperation(
        id: id, run: run, service: "web", token: token, fence: fence, cancels: cancels,
        stateDirectory: shell.state))
  }

  private var count: String { "echo x >>'\(shell.folder.path)/done'" }
  private var timesDone: Int { (shell.file("done") ?? "").split(separator: "\n").count }

  @Test func anOperationSentTwiceIsDoneOnce() throws {
    for number in 1...2 {
      let report = try shell.run(script("\(count)\necho '=id abc'"))
      #expect(report?.exit == 0)
      #expect(report?.fact("id") == "abc")
      #expect(report?.isRecorded == (timesDone == 1 && number == 2))
    }
    #expect(timesDone == 1)
  }

  @Test func aFailedOperationIsTriedAgain() throws {
    for _ in 0..<2 {
      let report = try shell.run(script("\(count)\necho no; return 3"))
      #expect(report?.exit == 3)
      #expect(report?.messages == ["no"])
    }
    #expect(timesDone == 2)
  }

  /// A run's last change gives the locks back and leaves nothing of the run behind but its fence.
  @Test(arguments: [true, false])
  func theLastOperationGivesTheLocksBack(_ succeeds: Bool) throws {
    let claim = HostClaim(
      run: "r1", token: "t1", owner: "ana", machine: "ops1", processID: 1, services: ["web"])
    var last = script("\(count)\n\(succeeds ? "true" : "return 3")")
    last.release = LockScripts.release(claim, forget: true, stateDirectory: shell.state)
    let report = try #require(try shell.run(last))
    #expect(report.succeeded == succeeds)
    #expect((report.fact("released") != nil) == succeeds)
    let left = try FileManager.default.contentsOfDirectory(atPath: shell.state)
    #expect(left.contains("web.holder") == !succeeds)
    #expect(left.contains("r1") == !succeeds)
    #expect(left.contains("web.fence"))
    // Its answer was lost, and it is sent again.
    #expect(try shell.run(last)?.fact("lost") == (succeeds ? "nobody" : nil))
    #expect(timesDone == (succeeds ? 1 : 2))
  }

  @Test(arguments: [("r1", "t1", 2), ("r1", "t0", 1), ("r2", "t1", 1)])
  func whoIsNotTheHolderChangesNothing(_ run: String, _ token: String, _ fence: Int) throws {
    let report = try shell.run(script(count, run: RunID(run), fence: fence, token: token))
    #expect(report?.succeeded == false)
    #expect(report?.fact("lost") == "r1")
    #expect(timesDone == 0)
  }

  @Test func aForgottenLockIsSaid() throws {
    try FileManager.default.removeItem(atPath: shell.state)
    #expect(try shell.run(script(count))?.fact("lost") == "nobody")
    #expect(timesDone == 0)
  }

  @Test func whatWasTakenBackHasNoEffectWhenItArrives() throws {
    let undo = try shell.run(
      script("true", id: "r1/0/h1/web/switch/undo", cancels: ["r1/0/h1/web/switch"]))
    #expect(undo?.succeeded == true)
    let late = try shell.run(script(count))
    #expect(late?.succeeded == false)
    #expect(late?.fact("cancelled") != nil)
    #expect(timesDone == 0)
  }

  @Test func oneAfterTheOther() throws {
    let log = shell.folder.path + "/order"
    let running = try (1...4).map { number in
      try shell.start(
        script("echo begin >>'\(log)'; sleep 0.1; echo end >>'\(log)'", id: "r1/\(number)"))
    }
    for each in running { #expect(each.report()?.succeeded == true) }
    let order = (shell.file("order") ?? "").split(separator: "\n").map(String.init)
    #expect(order == Array(repeating: ["begin", "end"], count: 4).flatMap(\.self))
  }

  /// Whoever reads the output goes away; the work is done to its end all the same.
  @Test func aLostReaderDoesNotEndTheWork() throws {
    let running = try shell.start(script("sleep 0.2; echo word; \(count)"))
    try running.output.fileHandleForReading.close()
    running.process.waitUntilExit()
    #expect(timesDone == 1)
  }

  @Test func aReportThatIsCutAnywhereIsNoReport() throws {
    let whole = try shell.start(script("echo '=id abc'; echo done")).read()
    #expect(ScriptReport(CommandResult(ending: .exited(0), stdout: whole), nonce: "n0nce")?.succeeded == true)
    // The last byte is the newline after the exit code.
    for length in 0..<(whole.count - 2) {
      let cut = CommandResult(ending: .exited(0), stdout: Array(whole.prefix(length)))
      #expect(ScriptReport(cut, nonce: "n0nce") == nil, "\(length) of \(whole.count) bytes")
    }
  }

  /// The script arrives on stdin: a part of it must do nothing.
  @Test func aScriptThatIsCutAnywhereDoesNothing() throws {
    let whole = script(count).command(engine: .docker, nonce: "n0nce", become: nil).stdin
    // From the call on the last lines it is whole.
    let text = String(decoding: whole, as: UTF8.self)
    let call = try #require(text.range(of: "swiftplay </dev/null"))
    let end = text.utf8.distance(from: text.startIndex, to: call.lowerBound)
    for length in stride(from: 0, to: end, by: 37) {
      let file = shell.folder.appendingPathComponent("cut")
      try Data(whole.prefix(length)).write(to: file)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.standardInput = try FileHandle(forReadingFrom: file)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
    #expect(timesDone == 0)
  }
}
