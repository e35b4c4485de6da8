import ArgumentParser
import PlayReport
import PlayStore

/// `swiftplay schedule list`: the jobs, when they are due and how they went last.
struct ScheduleListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The jobs, with when they are due next and what became of the last time.")

  @OptionGroup var schedule: ScheduleOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let book = try await ScheduleBook.load(schedule.schedule)
    let store = try RunStore(home: ProgramHome.path())
    let now = SystemClock().now()
    let rows = try book.boards.map { board in
      ScheduleText.Row(
        job: board.job, next: board.next(1, from: now).first,
        last: try store.occurrences(of: board.job.name, [.running, .done, .missed, .skipped], limit: 1).first)
    }
    switch output.output {
    case .json: Console.print(ScheduleText.json(rows))
    case .human: Console.print(ScheduleText.table(rows, style: Console.style))
    }
  }
}
