import ArgumentParser
import PlayModel

/// `swiftplay schedule validate`: the jobs, and what each of them would run.
struct ScheduleValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check the schedule, and the playbooks of its jobs, without a connection.")

  @OptionGroup var schedule: ScheduleOptions

  func run() async throws {
    let book = try await ScheduleBook.load(schedule.schedule)
    for job in book.boards.map(\.job) {
      let command = try RunCommand.parse(Array(job.words.dropFirst()))
      let prepared = try await Preparation(
        playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
        connection: command.connection, windows: command.window.window
      ).prepare(run: RunID.new(at: SystemClock().now()))
      let hosts = Set(prepared.plays.flatMap(\.hosts).map(\.host)).count
      Console.print(
        "\(job.name): \(prepared.plays.count == 1 ? "1 play" : "\(prepared.plays.count) plays"), ")
      Console.print("\(hosts == 1 ? "1 host" : "\(hosts) hosts")\n")
    }
    Console.print("Nothing is wrong.\n")
  }
}
