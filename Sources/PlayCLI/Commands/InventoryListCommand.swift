import ArgumentParser
import PlayFiles

/// `swiftplay inventory list`: the JSON that `ansible-inventory --list` prints.
struct InventoryListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "All hosts, groups and variables, as `ansible-inventory --list` prints them.")

  @OptionGroup var inventory: InventoryOptions

  func run() async throws {
    let loaded = try Fleet.inventory(inventory)
    Console.print(ValueText.json(InventoryListing(loaded).list()) + "\n")
  }
}
