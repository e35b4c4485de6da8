import ArgumentParser
import PlayStore

/// `swiftplay approve ID`: the next batch of a run that waits for it may begin, or a request may be carried out.
struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Let a run go on that waits after a batch (rollout.confirm), or a request be carried out.",
    discussion: """
      A run goes on from here, up to the next batch that has to be confirmed. A request is carried out by \
      `swiftplay requests run`, or by the scheduler, when its window is open. Who approved it is recorded.
      """)

  @Argument(
    help: ArgumentHelp(
      "The id of a run or of a request, its beginning or its last four characters.", valueName: "id"))
  var id: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let store = try RunStore(home: ProgramHome.path())
    if let request = try store.request(matching: id) {
      return try RequestDecision(store: store).decide(request, .approved, reason: nil)
    }
    if (try? store.run(matching: id)) == nil {
      Console.complain(
        "swiftplay: there is neither a request nor a run `\(id)`; swiftplay requests and swiftplay history list them"
      )
      throw ProgramExit.usage
    }
    try await ResumeProgram(
      id: id, direction: .onward, inventory: inventory, variables: variables, connection: connection,
      output: output, onlyWaiting: true
    ).run()
  }
}
