import ArgumentParser
import PlayModel
import PlayReport
import PlayStore

/// `swiftplay schedule run NAME`: one job, now, or at the time that is due.
struct ScheduleRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out one job: now, or with --due only when it is due and nobody else does.")

  @Argument(help: ArgumentHelp("The job.", valueName: "job"))
  var name: String

  @OptionGroup var schedule: ScheduleOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Only if it is due: for timers. Each time is carried out once, or recorded as missed.")
  var due = false

  @Option(help: ArgumentHelp("The time it is due at, which is carried out once.", valueName: "time"))
  var at: String?

  func run() async throws {
    let board = try await ScheduleBook.load(schedule.schedule).board(name)
    let program = JobProgram(board: board, store: try RunStore(home: ProgramHome.path()), output: output)
    if let at {
      guard let time = EngineTime(at)?.timestamp else {
        throw ValidationError("--at `\(at)` is no time in RFC 3339")
      }
      return try await program.run(at: time)
    }
    if let open = try program.interrupted() { return try await program.goOn(open) }
    guard !due, try program.isRunning() else {
      // A time that is due is what a run by hand is for.
      let didRun = try await program.catchUp()
      if !due, !didRun { try await program.run(at: SystemClock().now()) }
      return
    }
    Console.complain(
      "swiftplay: the job \(name) is running; swiftplay schedule history \(name) tells its run")
    throw ExitCode(RunOutcome.refused.exitCode)
  }
}
