import ArgumentParser
import PlayReport
import PlayStore

/// `swiftplay schedule next`: what happens when.
struct ScheduleNextCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "The next times of all jobs, in their order.")

  @OptionGroup var schedule: ScheduleOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .short, help: ArgumentHelp("How many.", valueName: "number"))
  var number = 10

  func validate() throws {
    guard number > 0 else { throw ValidationError("-n has to be 1 or more") }
  }

  func run() async throws {
    let book = try await ScheduleBook.load(schedule.schedule)
    let now = SystemClock().now()
    let times = book.boards.flatMap { board in board.next(number, from: now).map { (board.job, $0) } }
      .sorted { ($0.1.start, $0.0.name) < ($1.1.start, $1.0.name) }.prefix(number)
    switch output.output {
    case .json: Console.print(ScheduleText.json(times: Array(times)))
    case .human: Console.print(ScheduleText.table(times: Array(times), style: Console.style))
    }
  }
}
