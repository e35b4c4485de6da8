import ArgumentParser
import PlayFiles
import PlayModel

/// `swiftplay inventory host NAME`: one host's variables, and where each comes from.
struct InventoryHostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host", abstract: "One host's variables, as `ansible-inventory --host` prints them.")

  @Argument(help: "The host's name in the inventory.")
  var name: String

  @OptionGroup var inventory: InventoryOptions

  @Flag(help: "Say which file sets each variable, and what it overrides.")
  var explain = false

  func run() async throws {
    let loaded = try Fleet.inventory(inventory)
    let listing = InventoryListing(loaded)
    guard let host = loaded.host(HostName(name)), let variables = listing.host(host.name) else {
      throw ValidationError("there is no host \(name) in this inventory")
    }
    guard explain else {
      Console.print(ValueText.json(variables) + "\n")
      return
    }
    for (variable, assignments) in loaded.assignments(of: host).sorted(by: { $0.key < $1.key }) {
      guard let winner = assignments.last else { continue }
      Console.print(
        "\(variable): \(ValueText.line(winner.value, of: variable))\n  \(winner.position)  (\(ValueText.scope(winner.scope)))\n"
      )
      for loser in assignments.dropLast().reversed() {
        Console.print(
          "  overrides \(ValueText.line(loser.value, of: variable)) from \(loser.position)  (\(ValueText.scope(loser.scope)))\n"
        )
      }
    }
  }
}
