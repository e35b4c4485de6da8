import PlayModel
import PlayTesting
import Testing

@testable import PlayReport

@Suite struct LogMergeTests {
  private func entry(_ host: HostName, _ seconds: Int64, _ text: String = "") -> LogEntry {
    LogEntry(
      host: host, container: "web", stream: .stdout, time: EngineTime(seconds: seconds),
      text: Array(text.utf8))
  }

  private func merged(_ logs: [[LogEntry]]) -> [LogEntry] {
    var rest = logs.map { $0[...] }
    var out: [LogEntry] = []
    LogMerge.merge(count: logs.count, next: { rest[$0].popFirst() }) { out.append($0) }
    return out
  }

  @Test func mergesByTimeAndKeepsEachLogsOrder() {
    let logs = [
      [entry("a", 1), entry("a", 4), entry("a", 4, "second"), entry("a", 9)], [],
      [entry("b", 2), entry("b", 5), entry("b", 3, "late"), entry("b", 6)], [entry("c", 4)],
    ]
    let out = merged(logs)
    #expect(out.map(\.time.seconds) == [1, 2, 4, 4, 4, 5, 3, 6, 9])
    for host in ["a", "b", "c"] as [HostName] {
      #expect(out.filter { $0.host == host } == logs.joined().filter { $0.host == host })
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func anyLogsComeOutInOrder(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let logs = (0..<Int.random(in: 1...9, using: &generator)).map { log in
      (0..<Int.random(in: 0...40, using: &generator)).map { _ in Int64.random(in: 0...60, using: &generator) }
        .sorted().map { entry(HostName("h\(log)"), $0) }
    }
    let out = merged(logs)
    #expect(out.map(\.time) == logs.joined().map(\.time).sorted())
  }

  private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  @Test func theWindowPutsLinesInOrderThatComeALittleLate() {
    var window = LogWindow(wait: .milliseconds(400))
    window.open()
    #expect(window.take([entry("a", 10), entry("a", 12)], now: time(0)).isEmpty)
    #expect(window.take([entry("b", 11), entry("b", 13)], now: time(300)).isEmpty)
    #expect(window.due(now: time(399)).isEmpty)
    #expect(window.due(now: time(400)).map(\.time.seconds) == [10, 11, 12])
    #expect(window.due(now: time(700)).map(\.time.seconds) == [13])
    // Too late to be put in order, but shown.
    _ = window.take([entry("b", 1)], now: time(800))
    #expect(window.due(now: time(1200)).map(\.time.seconds) == [1])
    #expect(window.flush().isEmpty)
  }

  @Test func theWindowWaitsForAllHostsAtFirst() {
    var window = LogWindow(wait: .milliseconds(400))
    _ = window.take([entry("a", 10)], now: time(0))
    #expect(window.due(now: time(5000)).isEmpty)
    _ = window.take([entry("b", 9)], now: time(5000))
    window.open()
    #expect(window.due(now: time(5100)).map(\.time.seconds) == [9, 10])
  }

  @Test func theWindowIsBounded() {
    var window = LogWindow(wait: .seconds(1), mostEntries: 10, mostBytes: 100)
    let shown = window.take((0..<25).map { entry("a", Int64($0)) }, now: time(0))
    #expect(shown.map(\.time.seconds) == Array(0..<15))
    let more = window.take([entry("a", 99, String(repeating: "x", count: 200))], now: time(0))
    #expect(more.count == 11)
  }

  @Test func linesAreSaidAsTextAndJSON() {
    let line = LogEntry(
      host: "h1", container: "web", stream: .stderr, time: EngineTime(seconds: 1_795_364_430, nanoseconds: 7),
      text: Array("a\u{1B}[31m\"b\"".utf8))
    #expect(
      LogText.line(line, style: ReportStyle(), terminal: false) == Array("h1: a\u{1B}[31m\"b\"\n".utf8))
    #expect(LogText.line(line, style: ReportStyle(), terminal: true) == Array("h1: a\"b\"\n".utf8))
    #expect(
      String(decoding: LogText.json(line, service: "web"), as: UTF8.self)
        == #"{"type":"log.entry","time":"2026-11-22T16:20:30.000000007Z","host":"h1","service":"web","#
        + #""container":"web","stream":"stderr","text":"a\u001b[31m\"b\""}"# + "\n")
    var bytes = line
    bytes.text = [0xFF]
    #expect(
      String(decoding: LogText.json(bytes, service: "web"), as: UTF8.self).contains(#""text_base64":"/w==""#))
  }
}
