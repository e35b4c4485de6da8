import ArgumentParser

/// `swiftplay resume RUN`: goes on with a run that was killed or interrupted, or that left hosts stuck.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run that was killed or interrupted, or that left hosts stuck.",
    discussion: "The run's own playbooks and inventory are read again; options given here replace its own.")

  @Argument(help: ArgumentHelp("The run's id, its beginning or its last four characters.", valueName: "run"))
  var id: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var window: WindowOptions

  func run() async throws {
    try await ResumeProgram(
      id: id, direction: .onward, inventory: inventory, variables: variables, connection: connection,
      output: output, window: window.choice
    ).run()
  }
}
