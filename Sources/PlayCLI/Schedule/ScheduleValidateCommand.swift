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
    var problems: [FileProblem] = []
    for job in book.boards.map(\.job) {
      do { Console.print(try await summary(of: job)) } catch let found as FileProblems {
        // Jobs share playbooks and inventories: what is wrong in them is said once.
        problems += found.all.filter { !problems.contains($0) }
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    Console.print("Nothing is wrong.\n")
  }

  /// What a job would run, found without a connection.
  private func summary(of job: ScheduledJob) async throws -> String {
    let command = try RunCommand.parse(Array(job.words.dropFirst()))
    let prepared = try await Preparation(
      playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
      connection: command.connection, windows: command.window.window
    ).prepare(run: RunID.new(at: SystemClock().now()))
    let (plays, hosts) = (prepared.plays.count, Set(prepared.plays.flatMap(\.hosts).map(\.host)).count)
    return
      "\(job.name): \(plays) \(plays == 1 ? "play" : "plays"), \(hosts) \(hosts == 1 ? "host" : "hosts")\n"
  }
}
