import ArgumentParser
import PlayModel
import PlayPlanning
import PlayReport

/// `swiftplay window check NAME`: whether a run could begin.
struct WindowCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Whether a run could begin in a window at some time, freezes included.",
    discussion: "Exits with 0 when it could and with 5 when it could not.")

  @Argument(help: "The window's name.")
  var name: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The time, instead of now.", valueName: "time"))
  var at: String?

  func run() async throws {
    let book = try await WindowBook.load(inventory, variables: variables)
    let window = try book.window(name)
    let time =
      try at.map { try WindowBook.time($0, option: "--at", zone: window.zone) } ?? SystemClock().now()
    let together = book.together(window)
    let verdict = WindowVerdict(together, at: time)
    let next = WindowVerdict.nextOpening(together, from: time)?.time
    switch output.output {
    case .json: Console.print(WindowJSON.check(window, at: time, verdict, next: next))
    case .human:
      Console.print(WindowVerdictText.sentence(verdict, at: time, window: window, next: next) + "\n")
    }
    switch verdict {
    case .open, .unrestricted: break
    case .denied, .closed: throw ExitCode(RunOutcome.refused.exitCode)
    }
  }
}
