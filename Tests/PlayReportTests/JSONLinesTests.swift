import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayTesting
import Testing

@Suite struct JSONLinesTests {
  private static func lines(_ events: [RunEvent] = RolledBackRun.events) throws -> [Substring] {
    try RolledBackRun.told(by: JSONLines(), events).split(separator: "\n")
  }

  @Test func endsWithTheContractsLine() throws {
    #expect(
      try Self.lines().last == """
        {"type":"run.finished","run":"20261122-162030-k3f9","time":"2026-11-22T16:21:08.820Z",\
        "outcome":"rolled_back","reason":"1 of 4 hosts failed, max_failures is 0",\
        "hosts":{"h1":"rolled_back","h2":"rolled_back","h3":"failed","h4":"unreachable"}}
        """)
  }

  /// Each line is JSON by itself and begins with the same three fields.
  @Test func writesOneObjectALine() throws {
    let lines = try Self.lines()
    #expect(lines.count == RolledBackRun.events.count)
    for (line, event) in zip(lines, RolledBackRun.events) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object["type"] as? String == event.body.type)
      #expect(object["run"] as? String == "20261122-162030-k3f9")
      #expect(
        line.hasPrefix(
          "{\"type\":\"\(event.body.type)\",\"run\":\"20261122-162030-k3f9\",\"time\":\"2026-11-22T16:2"))
    }
  }

  @Test func tellsStepsWithTheirDuration() throws {
    let lines = try Self.lines()
    #expect(
      lines.first { $0.contains("step.finished") } == """
        {"type":"step.finished","run":"20261122-162030-k3f9","time":"2026-11-22T16:20:32.900Z","play":0,\
        "batch":0,"host":"h1","service":"web","step":"pull","outcome":"succeeded","duration":2.3}
        """)
    #expect(
      lines.first { $0.contains("container.created") } == """
        {"type":"container.created","run":"20261122-162030-k3f9","time":"2026-11-22T16:20:38.000Z","play":0,\
        "batch":0,"host":"h1","service":"web","step":"create","container":"c0ffeeh1"}
        """)
    #expect(
      lines.first { $0.contains("batch.finished") } == """
        {"type":"batch.finished","run":"20261122-162030-k3f9","time":"2026-11-22T16:20:43.700Z","play":0,\
        "batch":0,"batches":2,"duration":5.9}
        """)
  }

  @Test func tellsTroubleAsASentenceAndAsData() throws {
    #expect(
      try Self.lines().first { $0.contains("host.surveyed") && $0.contains("h4") } == """
        {"type":"host.surveyed","run":"20261122-162030-k3f9","time":"2026-11-22T16:20:30.400Z","host":"h4",\
        "outcome":"failed","error":"unreachable: connection refused by 192.0.2.4 port 22",\
        "trouble":{"reason":"unreachable","detail":"connection refused by 192.0.2.4 port 22"}}
        """)
  }

  @Test func escapesWhatJSONAndTerminalsWouldMistake() throws {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    script.add(.note("a \"b\" \\ \n\t\u{1B}[31m\u{0}\u{9B}ü→"))
    let line = try #require(try Self.lines(script.events).last)
    #expect(line.hasSuffix(#""text":"a \"b\" \\ \n\t\u001b[31m\u0000\u009bü→"}"#))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["text"] as? String == "a \"b\" \\ \n\t\u{1B}[31m\u{0}\u{9B}ü→")
  }
}
