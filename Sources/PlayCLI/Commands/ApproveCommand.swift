import ArgumentParser

/// `swiftplay approve RUN`: the next batch of a run that waits for it may begin.
struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Let a run go on that waits after a batch (rollout.confirm).",
    discussion: """
      The run goes on from here, up to the next batch that has to be confirmed. Who approved it is in its record.
      """)

  @Argument(help: ArgumentHelp("The run's id, its beginning or its last four characters.", valueName: "run"))
  var id: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await ResumeProgram(
      id: id, direction: .onward, inventory: inventory, variables: variables, connection: connection,
      output: output, onlyWaiting: true
    ).run()
  }
}
