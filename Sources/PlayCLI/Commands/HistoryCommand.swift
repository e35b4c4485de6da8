import ArgumentParser
import PlayModel
import PlayReport
import PlayStore

/// `swiftplay history`: the newest runs.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List past runs: when, who, what, where, how it ended.")

  @Option(name: [.customShort("n"), .long], help: "How many.")
  var number = 20

  @Option(help: "Only runs on this host.")
  var host: String?

  @Option(help: "Only runs of this service.")
  var service: String?

  @Option(help: "Only runs of this user.")
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Only runs that ended so: succeeded, failed, rolled_back, stuck, refused, waiting, interrupted.",
      valueName: "outcome"))
  var outcome: String?

  @Option(help: ArgumentHelp("Only runs since then: yesterday, 24h, 2026-11-22.", valueName: "time"))
  var since: SincePoint?

  @Flag(name: .customLong("ad-hoc"), help: "What exec and copy did, instead of runs.")
  var adHoc = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let outcome, RunOutcome(rawValue: outcome) == nil {
      throw ValidationError("no run ends as `\(outcome)`; see swiftplay history --help")
    }
    guard !adHoc || service == nil else { throw ValidationError("--service is for runs, not for --ad-hoc") }
  }

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    if adHoc {
      let commands = try store.commands(on: host.map { HostName($0) }, by: user, limit: number)
      switch output.output {
      case .human:
        let columns = Console.size?.columns
        return Console.print(AdHocHistoryText.table(commands, style: Console.style, columns: columns))
      case .json: return Console.print(AdHocHistoryText.json(commands))
      }
    }
    let runs = try store.history(
      HistoryFilter(
        host: host.map { HostName($0) }, service: service.map { ServiceName($0) },
        outcome: outcome.flatMap { RunOutcome(rawValue: $0) }, user: user, since: since?.time),
      limit: number)
    switch output.output {
    case .human:
      let running = Set(runs.filter(KnownRuns(store: store).isAlive).map(\.run))
      Console.print(
        HistoryText.table(runs, style: Console.style, columns: Console.size?.columns, running: running))
    case .json: Console.print(HistoryJSON.lines(runs))
    }
  }
}
