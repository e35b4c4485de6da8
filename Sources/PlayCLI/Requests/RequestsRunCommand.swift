import ArgumentParser
import PlayModel
import PlayStore

/// `swiftplay requests run`: carries out what is approved and may run now.
struct RequestsRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Carry out the approved requests whose windows are open, the oldest first.",
    discussion: """
      Each is one recorded run, and is carried out once, however many of these commands there are. One that fails ends \
      the command; those after it stay approved. One whose playbook has changed since it was approved is not carried out.
      """)

  @Option(help: ArgumentHelp("Only requests for this window.", valueName: "name"))
  var window: String?

  @Flag(name: .customLong("wait"), help: "Wait for windows to open.")
  var waits = false

  @Flag(help: "Say nothing of requests that wait for their window.")
  var quiet = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let store = try RunStore(home: ProgramHome.path())
    var (didRun, isStale) = (false, false)
    for request in try store.requests([.approved, .running])
    where window == nil || request.windows.contains(window ?? "") {
      switch try await RequestProgram(request: request, output: output, waits: waits, isQuiet: quiet).run() {
      case .ran: didRun = true
      case .waits: break
      case .stale: isStale = true
      }
    }
    if isStale { throw ExitCode(RunOutcome.refused.exitCode) }
    if !didRun, !quiet, output.output == .human { Console.print("No approved request may run now.\n") }
  }
}
