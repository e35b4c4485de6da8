import ArgumentParser

/// `swiftplay rollback [RUN]`: the services of a run's hosts go back to what they were before it.
struct RollbackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Put the services of a run's hosts back to what they were before it.",
    discussion: """
      The containers that were put aside take their place again; where they are gone, new ones are made from the \
      release they had. A rollback is a run of its own: in batches, with checks, and put back when it fails.
      """)

  @Argument(
    help: ArgumentHelp(
      "The run's id, its beginning or its last four characters; the last one that changed something.",
      valueName: "run"))
  var id: String?

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(name: [.short, .long], help: "Do not ask before changing anything.")
  var yes = false

  func run() async throws {
    try await RollbackProgram(
      id: id, inventory: inventory, variables: variables, connection: connection, output: output, yes: yes
    ).run()
  }
}
