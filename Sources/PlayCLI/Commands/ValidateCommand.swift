import ArgumentParser
import PlayModel

/// `swiftplay validate`: everything that can be checked without a connection.
struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check playbooks and inventory without connecting to any host.")

  @Argument(help: "Playbooks, in the order a run would carry them out.")
  var playbooks: [String]

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let prepared = try await Preparation(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection
    ).prepare(run: RunID.new(at: SystemClock().now()))
    switch output.output {
    case .human: Console.print(prepared.validationText)
    case .json: Console.print(prepared.validationText)
    }
  }
}
