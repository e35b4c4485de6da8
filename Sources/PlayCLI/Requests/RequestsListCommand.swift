import ArgumentParser
import PlayModel
import PlayReport
import PlayStore

/// `swiftplay requests [ID]`: those that wait, or one with its plan.
struct RequestsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "The requests that wait, with who asks for what; one of them with its plan.")

  @Argument(
    help: ArgumentHelp("A request's id, its beginning or its last four characters.", valueName: "request"))
  var id: String?

  @Flag(help: "Also those that are over.")
  var all = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try RunStore(home: ProgramHome.path())
    let found: [ChangeRequest]
    if let id {
      guard let one = try store.request(matching: id) else {
        throw ValidationError(
          "there is no request `\(id)`, or there are several; swiftplay requests --all lists them")
      }
      found = [one]
    } else {
      found = try store.requests(all ? Set(ChangeRequest.Status.allCases) : [.pending, .approved, .running])
    }
    switch output.output {
    case .json: Console.print(RequestText.json(found))
    case .human:
      if let one = found.first, id != nil {
        return Console.print(RequestText.whole(one, style: Console.style))
      }
      Console.print(
        found.isEmpty ? "No request waits.\n" : RequestText.table(found, style: Console.style))
    }
  }
}
