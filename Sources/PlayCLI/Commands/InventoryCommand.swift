import ArgumentParser

/// `swiftplay inventory`: what the inventory resolves to.
struct InventoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inventory", abstract: "Show what the inventory resolves to.",
    subcommands: [
      InventoryListCommand.self, InventoryGraphCommand.self, InventoryHostCommand.self,
      InventoryHostsCommand.self,
    ])
}
