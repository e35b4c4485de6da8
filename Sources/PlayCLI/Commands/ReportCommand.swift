import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayStore

/// `swiftplay report`: a run, or the night for somebody who slept.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "What ran, what it changed, what failed and why, what waits and what was missed.")

  @Argument(
    help: ArgumentHelp("Only this run: its id, its beginning or its last four characters.", valueName: "run"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Since when: yesterday (which is meant where nothing is said), today, 24h, 7d, 2026-11-22, 2026-11-22T06:00.",
      valueName: "time"))
  var since: SincePoint?

  @Option(help: ArgumentHelp("Write a page to this file instead.", valueName: "file"))
  var html: String?

  func validate() throws {
    guard id == nil || since == nil else { throw ValidationError("--since is not for a single run") }
  }

  func run() throws {
    let report = try report(RunStore(home: ProgramHome.path()))
    guard let html else { return Console.print(report.text(style: Console.style)) }
    do {
      try Data(report.html().utf8).write(to: URL(fileURLWithPath: html), options: .atomic)
    } catch {
      Console.complain("swiftplay: \(html) cannot be written: \(error.localizedDescription)")
      throw ExitCode(1)
    }
  }
}

extension ReportCommand {
  private func report(_ store: RunStore) throws -> MorningReport {
    let known = KnownRuns(store: store)
    if let id {
      let summary = try store.run(matching: id)
      return MorningReport(
        of: summary, state: known.state(summary.run), isAlive: known.isAlive(summary), style: Console.style)
    }
    let since = (since ?? SincePoint(argument: "yesterday") ?? .epoch).time
    let runs = try store.history(HistoryFilter(since: since), limit: 10_000)
    // What waited or was broken off before then still does.
    let older = try [RunOutcome.waiting, .interrupted, .stuck].flatMap {
      try store.history(HistoryFilter(outcome: $0), limit: 1000)
    }.filter { $0.startedAt < since }
    return MorningReport(
      since: since, runs: (runs + older).map { ($0, known.state($0.run)) },
      alive: Set(runs.filter(known.isAlive).map(\.run)), requests: try store.requests(),
      occurrences: try store.occurrences(since: since),
      commands: try store.commands(limit: 10_000).filter { $0.startedAt >= since }, style: Console.style)
  }
}

extension SincePoint {
  /// Everything there is.
  static let epoch = SincePoint(time: Timestamp(milliseconds: 0))

  private init(time: Timestamp) { self.time = time }
}
