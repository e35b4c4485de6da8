import ArgumentParser
import PlayModel
import PlayPlanning
import PlayReport
import PlayStore

/// `swiftplay window next NAME`: the openings to come.
struct WindowNextCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "The next openings of a window, or of all, on its own clocks and in UTC.")

  @Argument(help: "The window's name; without one, all windows are meant.")
  var name: String?

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
    let book = try await WindowBook.load(inventory, variables: variables)
    let windows = try name.map { [try book.window($0)] } ?? book.windows
    let now = SystemClock().now()
    let openings = try windows.flatMap { window in
      let start = try from.map { try WindowBook.time($0, option: "--from", zone: window.zone) } ?? now
      return WindowCalendar(window).occurrences(startingFrom: start).prefix(number).map { (window, $0) }
    }
    let found = openings.sorted { ($0.1.start, $0.1.window) < ($1.1.start, $1.1.window) }.prefix(number)
    switch output.output {
    case .json: Console.print(found.map { WindowJSON.line($0.1) }.joined())
    case .human:
      Console.print(text(Array(found)))
      let queued = try RunStore(home: ProgramHome.path()).requests([.approved]).filter { request in
        name.map(request.windows.contains) ?? !request.windows.isEmpty
      }
      if !queued.isEmpty {
        Console.print("\nQueued:\n" + RequestText.table(queued, style: Console.style))
      }
    }
  }

  private func text(_ found: [(Window, WindowOccurrence)]) -> String {
    guard name != nil, let window = found.first?.0 else {
      if let name { return "The window \(name) does not open any more.\n" }
      return found.isEmpty ? "No window opens any more.\n" : WindowText.table(found)
    }
    return WindowText.table(found.map(\.1), of: window)
  }
}
