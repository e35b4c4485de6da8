import ArgumentParser
import PlayFiles
import PlayPlanning
import PlayReport

/// `swiftplay window list`: every window, and when it is open.
struct WindowListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every window of the inventory, and when it is open next.")

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let book = try await WindowBook.load(inventory, variables: variables)
    let now = SystemClock().now()
    let rows = book.windows.map { window in
      let calendar = WindowCalendar(window)
      return (
        window: window, now: calendar.occurrence(at: now),
        next: calendar.occurrences(startingFrom: now).first { _ in true }
      )
    }
    switch output.output {
    case .json: Console.print(rows.map { WindowJSON.line($0.window, now: $0.now, next: $0.next) }.joined())
    case .human:
      guard !rows.isEmpty else { return Console.print("The inventory has no windows.\n") }
      Console.print(WindowText.list(rows) + "\nTime zones are those of \(ZoneCatalog().origin).\n")
    }
  }
}
