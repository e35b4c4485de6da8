import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayStore

/// `swiftplay report --since yesterday`: the night, for somebody who slept.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "What ran, what it changed, what failed and why, what waits and what was missed, since some time.")

  @Option(
    help: ArgumentHelp(
      "yesterday, today, 24h, 7d, 2026-11-22, 2026-11-22T06:00.", valueName: "time"))
  var since: SincePoint = SincePoint(argument: "yesterday") ?? SincePoint.epoch

  @Option(help: ArgumentHelp("Write a page to this file instead.", valueName: "file"))
  var html: String?

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    let known = KnownRuns(store: store)
    let runs = try store.history(HistoryFilter(since: since.time), limit: 10_000)
    // What waited or was broken off before then still does.
    let older = try [RunOutcome.waiting, .interrupted, .stuck].flatMap {
      try store.history(HistoryFilter(outcome: $0), limit: 1000)
    }.filter { $0.startedAt < since.time }
    let report = MorningReport(
      since: since.time, runs: (runs + older).map { ($0, known.state($0.run)) },
      alive: Set(runs.filter(\.isAlive).map(\.run)), requests: try store.requests(),
      occurrences: try store.occurrences(since: since.time),
      commands: try store.commands(limit: 10_000).filter { $0.startedAt >= since.time }, style: Console.style)
    guard let html else { return Console.print(report.text(style: Console.style)) }
    do {
      try Data(report.html(style: Console.style).utf8).write(to: URL(fileURLWithPath: html), options: .atomic)
    } catch {
      Console.complain("swiftplay: \(html) cannot be written: \(error.localizedDescription)")
      throw ExitCode(1)
    }
  }
}

extension SincePoint {
  /// Everything there is.
  static let epoch = SincePoint(time: Timestamp(milliseconds: 0))

  private init(time: Timestamp) { self.time = time }
}
