import ArgumentParser

/// `swiftplay window`: the calendar of maintenance windows.
struct WindowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "window", abstract: "Show the inventory's maintenance windows.",
    subcommands: [WindowListCommand.self, WindowNextCommand.self, WindowCheckCommand.self])
}
