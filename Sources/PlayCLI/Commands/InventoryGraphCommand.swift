import ArgumentParser
import PlayFiles

/// `swiftplay inventory graph`: groups and hosts as a tree.
struct InventoryGraphCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Groups and hosts as a tree, as `ansible-inventory --graph` prints them.")

  @Argument(help: "Where to begin.")
  var group = "all"

  @OptionGroup var inventory: InventoryOptions

  @Flag(help: "Show variables too.")
  var vars = false

  func run() async throws {
    let loaded = try Fleet.inventory(inventory)
    guard let graph = InventoryListing(loaded).graph(from: group, variables: vars) else {
      throw ValidationError("there is no group \(group) in this inventory")
    }
    Console.print(graph + "\n")
  }
}
