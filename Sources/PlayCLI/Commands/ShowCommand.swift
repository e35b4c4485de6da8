import ArgumentParser
import PlayModel
import PlayPlanning
import PlayReport
import PlayStore

/// `swiftplay show RUN`: every host, step, duration and outcome of one run.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one run: who, when, what, every host and step, and why it failed.")

  @Argument(
    help: ArgumentHelp(
      "The run's id, its beginning or its last four characters; `last` for the newest.", valueName: "run"))
  var id = "last"

  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    let summary = try store.run(matching: id)
    let record = try store.record(of: summary.run)
    let state = try RunState(run: summary.run, folding: record.events)
    switch output.output {
    case .human:
      let isRunning = summary.isStarterAlive || state.isTakenUp
      Console.print(ShowText.text(state, style: Console.style, isRunning: isRunning))
    case .json: Console.print(try ShowJSON.lines(record.events))
    }
    if let damage = record.damage {
      Console.complain("swiftplay: \(damage)")
      throw ProgramExit.internalError
    }
  }
}
