import ArgumentParser

/// `swiftplay requests`: what was asked for, and what became of it.
struct RequestsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests", abstract: "What was asked for: list it, and carry out what is approved.",
    subcommands: [RequestsListCommand.self, RequestsRunCommand.self],
    defaultSubcommand: RequestsListCommand.self)
}
