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
    let found = try RunStore(home: ProgramHome.path()).occurrences(
      of: name, [.running, .done, .missed, .skipped], limit: number)
    switch output.output {
    case .json: Console.print(ScheduleText.json(found))
    case .human: Console.print(ScheduleText.table(found, style: Console.style))
    }
  }
}
