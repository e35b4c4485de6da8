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

  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    let runs = try store.history(
      HistoryFilter(host: host.map { HostName($0) }, service: service.map { ServiceName($0) }, user: user),
      limit: number)
    switch output.output {
    case .human:
      let running = Set(runs.filter(\.isAlive).map(\.run))
      Console.print(
        HistoryText.table(runs, style: Console.style, columns: Console.size?.columns, running: running))
    case .json: Console.print(HistoryJSON.lines(runs))
    }
  }
}
