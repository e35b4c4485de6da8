import ArgumentParser
import PlayReport
import PlayStore

/// `swiftplay schedule history`: what became of each time.
struct ScheduleHistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "What became of the times of the jobs, the newest first; missed ones too.")

  @Argument(help: ArgumentHelp("Only of this job.", valueName: "job"))
  var name: String?

  @Option(name: [.customShort("n"), .long], help: "How many.")
  var number = 20

  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    let found = try store.occurrences(of: name, [.running, .done, .missed, .skipped], limit: number)
    let broken = try found.filter { try $0.status == .running && store.claimant(of: $0)?.isAlive != true }
    switch output.output {
    case .json: Console.print(ScheduleText.json(found))
    case .human: Console.print(ScheduleText.table(found, broken: Set(broken), style: Console.style))
    }
  }
}
