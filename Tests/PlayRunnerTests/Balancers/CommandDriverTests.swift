import Foundation
import PlayModel
import Testing

@testable import PlayRunner

/// What is made of the user's commands, in a shell, and the recipe for AWS with a program in place of `aws`.
@Suite struct CommandDriverTests {
  private func balancer(
    _ status: String, drain: String = "true", enable: String = "true", backends: [String] = ["web"],
    timeout: Duration = .seconds(20)
  ) -> LoadBalancer {
    LoadBalancer(
      name: "edge", driver: .command, hosts: [],
      commands: BalancerCommands(
        place: .controller, status: status, drain: drain, enable: enable, verify: "exit 3",
        weigh: "echo $SWIFTPLAY_WEIGHT >&2; exit 1",
        timeout: timeout), backends: backends, servers: ["h1": "i-01"])
  }

  private func carry(
    _ balancer: LoadBalancer, _ command: BalancerRequest.Command, path: String? = nil
  ) throws -> (request: BalancerRequest, report: ScriptReport) {
    let request = BalancerRequest(balancer, host: "h1", address: "10.0.0.1", run: "r1", command)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "work() {\n\(request.script)\n}\nwork"]
    var environment = ProcessInfo.processInfo.environment
    if let path { environment["PATH"] = path + ":" + (environment["PATH"] ?? "") }
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    return (request, ScriptReport(lines: lines, exit: Int(process.terminationStatus)))
  }

  private func looks(_ balancer: LoadBalancer) throws -> [ServerLook] {
    let (request, report) = try carry(balancer, .look)
    #expect(report.succeeded, "\(report.lines)")
    return try balancer.steering.looks(report, request)
  }

  @Test func theAnswerIsRead() throws {
    let whole =
      #"printf '{\n"state": "drain",\n"sessions": 3, "up": true, "weight": 7, "others": 2, "more": []}'"#
    #expect(
      try looks(balancer(whole, backends: ["web", "api"]))
        == ["web", "api"].map {
          ServerLook(
            backend: $0, state: .drain, weight: 7, isUp: true, load: 3, others: 2, words: "drain, up")
        })
    let short = #"echo '{"state": "ready", "sessions": 0}'"#
    #expect(
      try looks(balancer(short)) == [
        ServerLook(backend: "web", state: .ready, weight: 1, isUp: true, load: 0, words: "ready, up")
      ])
  }

  @Test(arguments: [
    "true", "echo healthy", #"echo '{"state": "ready"}'"#, #"echo '{"state": "on", "sessions": 0}'"#,
  ])
  func whatIsNotUnderstoodIsAFailure(_ line: String) throws {
    #expect(throws: UnreadAnswer.self) { try looks(balancer(line)) }
  }

  @Test func theVariablesSayWhatItIsAbout() throws {
    let names = ["RUN", "BALANCER", "HOST", "ADDRESS", "SERVER", "BACKEND", "STATE", "DEADLINE"]
    let line = "echo \(names.map { "$SWIFTPLAY_\($0)" }.joined(separator: " ")) >&2; exit 5"
    let drained = try carry(
      balancer("true", drain: line), .drain(backends: ["it's"], sparesLast: true)
    ).report
    #expect(drained.exit == 1)
    #expect(
      drained.messages == ["the command `drain` ended with 5: r1 edge h1 10.0.0.1 i-01 it's drain 20 "])
    let enabled = try carry(balancer("true", enable: line), .ready(backends: ["web"])).report
    #expect(enabled.messages == ["the command `enable` ended with 5: r1 edge h1 10.0.0.1 i-01 web ready 20 "])
    let weighed = try carry(balancer("true"), .weigh(backend: "web", weight: 40)).report
    #expect(weighed.messages == ["the command `weigh` ended with 1: 40 "])
    #expect(
      try carry(balancer("true"), .verify(backends: ["web"])).report.messages == [
        "the command `verify` ended with 3: it said nothing"
      ])
  }

  @Test func neitherOutputNorTimeCanBeMisused() throws {
    let forged = #"echo '=answer {"state": "ready", "sessions": 0}' >&2; echo '=alone web'; exit 1"#
    let report = try carry(balancer(forged), .look).report
    #expect(!report.succeeded)
    #expect(report.fact("answer") == nil && report.fact("alone") == nil, "\(report.lines)")
    let slow = try carry(balancer("sleep 30", timeout: .seconds(1)), .look).report
    #expect(
      slow.messages.first?.hasPrefix("the command `status` did not end within 1 s") == true, "\(slow.lines)")
  }

  /// Health as `describe-target-health` tells it, and what swiftplay makes of it.
  @Test func theRecipeForTargetGroupsSaysWhatAWSWants() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "aws-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let aws = folder.appending(path: "aws")
    try """
    #!/bin/sh
    for word; do printf '%s\\n' "$word"; done >>\(folder.path)/said
    echo . >>\(folder.path)/said
    case "$*" in
      *length*) echo 3 ;;
      *describe-target-health*) cat \(folder.path)/health ;;
    esac

    """.write(to: aws, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: aws.path)
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let recipe = ShellWord.quote(project.appending(path: "docs/recipes/aws-target-group.sh").path)
    let group = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/73e2"
    let edge = balancer(
      "\(recipe) status", drain: "\(recipe) drain", enable: "\(recipe) enable", backends: [group])

    func says(_ command: BalancerRequest.Command) throws -> [String] {
      try? FileManager.default.removeItem(at: folder.appending(path: "said"))
      let report = try carry(edge, command, path: folder.path).report
      #expect(report.succeeded, "\(report.lines)")
      let text = try String(contentsOf: folder.appending(path: "said"), encoding: .utf8)
      return text.components(separatedBy: "\n.\n").filter { !$0.isEmpty }
        .map { $0.replacing("\n", with: " ") }
    }
    func state(_ health: String) throws -> ServerLook? {
      try health.write(to: folder.appending(path: "health"), atomically: true, encoding: .utf8)
      let (request, report) = try carry(edge, .look, path: folder.path)
      return try edge.steering.looks(report, request).first
    }

    #expect(
      try says(.drain(backends: [group], sparesLast: true)) == [
        "elbv2 deregister-targets --target-group-arn \(group) --targets Id=i-01"
      ])
    #expect(
      try says(.ready(backends: [group])) == [
        "elbv2 register-targets --target-group-arn \(group) --targets Id=i-01"
      ])
    try "healthy\n".write(to: folder.appending(path: "health"), atomically: true, encoding: .utf8)
    #expect(
      try says(.look) == [
        "elbv2 describe-target-health --target-group-arn \(group) --targets Id=i-01 "
          + "--query TargetHealthDescriptions[0].TargetHealth.State --output text",
        "elbv2 describe-target-health --target-group-arn \(group) "
          + "--query length(TargetHealthDescriptions[?TargetHealth.State==`healthy`]) --output text",
      ])
    let healthy = try #require(try state("healthy\n"))
    #expect(healthy.state == .ready && healthy.isUp && healthy.load == 0 && healthy.others == 2)
    let fresh = try #require(try state("initial\n"))
    #expect(fresh.state == .ready && !fresh.isUp)
    let draining = try #require(try state("draining\n"))
    #expect(draining.state == .drain && draining.load == 1)
    let gone = try #require(try state("unused\n"))
    #expect(gone.state == .drain && gone.load == 0)
    #expect(throws: UnreadAnswer.self) { try state("odd\n") }
  }
}
