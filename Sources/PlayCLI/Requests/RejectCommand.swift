import ArgumentParser
import PlayModel
import PlayStore

/// `swiftplay reject ID`: a request is not carried out.
struct RejectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Refuse a request; it is recorded with your name.")

  @Argument(
    help: ArgumentHelp("The request's id, its beginning or its last four characters.", valueName: "request"))
  var id: String

  @Option(help: ArgumentHelp("Why; it is recorded.", valueName: "text"))
  var reason: String

  func run() async throws {
    let store = try RunStore(home: ProgramHome.path())
    guard let request = try store.request(matching: id) else {
      throw ValidationError("there is no request `\(id)`; swiftplay requests --all lists them")
    }
    try RequestDecision(store: store).decide(request, .rejected, reason: reason)
  }
}
