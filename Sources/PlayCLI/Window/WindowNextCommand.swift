import ArgumentParser
import PlayPlanning
import PlayReport
import PlayStore

/// `swiftplay window next NAME`: the openings to come.
struct WindowNextCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "The next openings of a window, on its own clocks and in UTC.")

  @Argument(help: "The window's name.")
  var name: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var output: OutputOptions

  @Option(name: .short, help: ArgumentHelp("How many.", valueName: "number"))
  var number = 10

  @Option(help: ArgumentHelp("Openings from this time on, instead of from now on.", valueName: "time"))
  var from: String?

  func validate() throws {
    guard number > 0 else { throw ValidationError("-n has to be 1 or more") }
  }

  func run() async throws {
    let window = try await WindowBook.load(inventory, variables: variables).window(name)
    let start =
      try from.map { try WindowBook.time($0, option: "--from", zone: window.zone) } ?? SystemClock().now()
    let found = Array(WindowCalendar(window).occurrences(startingFrom: start).prefix(number))
    switch output.output {
    case .json: Console.print(found.map { WindowJSON.line($0) }.joined())
    case .human:
      Console.print(
        found.isEmpty
          ? "The window \(name) does not open any more.\n" : WindowText.table(found, of: window))
      let queued = try RunStore(home: ProgramHome.path()).requests([.approved]).filter {
        $0.windows.contains(name)
      }
      if !queued.isEmpty {
        Console.print("\nQueued for it:\n" + RequestText.table(queued, style: Console.style))
      }
    }
  }
}
