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
    let clock = SystemClock()
    let board = try await ScheduleBook.load(schedule.schedule).board(name)
    let store = try RunStore(home: ProgramHome.path())
    let program = JobProgram(job: board.job, store: store, output: output)
    if let at {
      guard let time = EngineTime(at)?.timestamp else {
        throw ValidationError("--at `\(at)` is no time in RFC 3339")
      }
      return try await program.run(at: time)
    }
    guard due else { return try await program.run(at: clock.now()) }
    if let open = try program.interrupted() { return try await program.goOn(open) }
    let memory = try program.memory(now: clock.now())
    for decision in board.decide(after: memory, isRunning: try program.isRunning(), at: clock.now()) {
      switch decision {
      case .begin(let start): try await program.run(at: start)
      case .missed(let start): try program.note(start, .missed)
      case .skipped(let start): try program.note(start, .skipped)
      }
    }
  }
}
