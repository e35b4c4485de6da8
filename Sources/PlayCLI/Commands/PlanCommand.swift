import ArgumentParser

/// `swiftplay plan`: what a run would change, from the hosts' real state.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Say what a run would change, from the hosts' real state; change nothing.")

  @Argument(help: "Playbooks, in the order a run would carry them out.")
  var playbooks: [String]

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("D"), .long], help: "Show what changes in each service's options.")
  var diff = false

  @Flag(help: "Plan to replace also what is already right.")
  var force = false

  @Flag(
    name: .customLong("detailed-exitcode"),
    help: "Exit with 10 when something would change, 0 when nothing would.")
  var detailedExitCode = false

  func run() async throws {
    try await RolloutProgram(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection,
      output: output, mode: .check, diff: diff, yes: true, force: force, detailedExitCode: detailedExitCode
    ).run()
  }
}
