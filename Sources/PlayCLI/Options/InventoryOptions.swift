import ArgumentParser

/// Which hosts there are, and which of them are meant.
struct InventoryOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("inventory")],
    help: ArgumentHelp(
      "Inventory: a file, folder or executable; `prod` also finds inventories/prod(.yml|.yaml|.ini). Repeatable.",
      valueName: "inventory"))
  var inventory: [String] = []

  @Option(name: [.short, .long], help: ArgumentHelp("Only these of the hosts.", valueName: "pattern"))
  var limit: String?
}
