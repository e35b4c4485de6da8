import ArgumentParser

/// `swiftplay run`: the main job.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Deploy what the playbooks say, batch by batch; put the fleet back when it fails.")

  @Argument(help: "Playbooks, carried out in this order.")
  var playbooks: [String]

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var window: WindowOptions

  @Flag(name: [.customShort("C"), .long], help: "Only say what would change; change nothing.")
  var check = false

  @Flag(name: [.customShort("D"), .long], help: "Show what changes in each service's options.")
  var diff = false

  @Flag(name: [.short, .long], help: "Do not ask before changing anything.")
  var yes = false

  @Flag(help: "Replace also what is already right.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Leave what this unfinished run has done as it is, and start anew. Repeatable.", valueName: "run"))
  var abandon: [String] = []

  func run() async throws {
    try await RolloutProgram(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection,
      output: output, mode: check ? .check : .run, diff: diff, yes: yes, force: force, abandon: abandon,
      window: window.choice
    ).run()
  }
}
