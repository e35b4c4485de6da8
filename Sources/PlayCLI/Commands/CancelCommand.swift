import ArgumentParser
import Foundation

/// `swiftplay cancel RUN`: gives a broken-off run up and puts back what it had done.
struct CancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Give up a run that was killed or interrupted, and put back what it did."
  )

  @Argument(help: ArgumentHelp("The run's id, its beginning or its last four characters.", valueName: "run"))
  var id: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await ResumeProgram(
      id: id, direction: .back(reason: "cancelled by \(NSUserName())"), inventory: inventory,
      variables: variables, connection: connection, output: output
    ).run()
  }
}
