import Foundation
import PlayModel
import PlayReport
import PlayTesting
import Testing

/// docs/json.md is the contract: every type, field and value that is printed is in it.
@Suite struct JSONDocumentationTests {
  private static func page() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/json.md"), encoding: .utf8)
  }

  /// All keys of a JSON value, but those of objects whose keys are names of the user's.
  private static func keys(_ value: Any, under name: String = "") -> Set<String> {
    if let list = value as? [Any] {
      return list.reduce(into: []) { $0.formUnion(keys($1, under: name)) }
    }
    guard let object = value as? [String: Any] else { return [] }
    if name == "variables" || (name == "hosts" && object["host"] == nil) { return [] }
    return object.reduce(into: Set(object.keys)) { $0.formUnion(keys($1.value, under: $1.key)) }
  }

  @Test func namesEveryFieldThatIsPrinted() throws {
    var events = RolledBackRun.events
    events.insert(
      RunEvent(sequence: 0, time: events[1].time, run: events[0].run, body: .note("x")), at: 1)
    var script = RunScript()
    for event in events { script.add(event.body) }
    let summary = RunSummary(
      run: "r1", header: SamplePlan.header, startedAt: script.now, lastEventAt: script.now, lastSequence: 1,
      outcome: .failed, reason: "x", services: [RunSummary.Deployed(service: "web", version: "1")],
      hostCount: 1)
    let text =
      try RolledBackRun.told(by: JSONLines(difference: true), script.events) + HistoryJSON.lines([summary])
    let page = try Self.page()
    var found: Set<String> = []
    for line in text.split(separator: "\n") {
      found.formUnion(Self.keys(try JSONSerialization.jsonObject(with: Data(line.utf8))))
    }
    #expect(found.count > 30)
    for key in found.sorted() { #expect(page.contains("`\(key)`"), "\(key)") }
  }

  private static let reasons: [Trouble.Reason] = [
    .unreachable, .noEngine, .diskFull, .imageNotFound, .registryUnreachable, .pullFailed, .portTaken,
    .nameTaken, .createFailed, .startFailed, .exited, .restarted, .unhealthy, .checkFailed, .stopFailed,
    .unsupported, .lostConnection, .timedOut, .minHealthy, .balancer, .notDrained, .interrupted, .undoFailed,
    .other,
  ]

  @Test func namesEveryValue() throws {
    let page = try Self.page()
    let values =
      RunOutcome.allCases.map(\.rawValue) + HostOutcome.allCases.map(\.rawValue)
      + StepKind.allCases.map(\.rawValue) + Self.reasons.map(\.rawValue)
      + RolledBackRun.events.map(\.body.type) + ["succeeded", "failed", "unknown", "run.summary"]
    for value in Set(values).sorted() { #expect(page.contains("`\(value)`"), "\(value)") }
    for outcome in RunOutcome.allCases {
      #expect(
        page.split(separator: "\n").contains {
          $0.hasPrefix("| `\(outcome.rawValue)`") && $0.hasSuffix("| \(outcome.exitCode) |")
        })
    }
  }
}
