import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayStore
import Synchronization

/// `swiftplay request PLAYBOOK…`: asks for a run that somebody else approves and a window carries out.
struct RequestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request",
    abstract: "Ask for a run: checked and planned now, approved by somebody, carried out later.",
    discussion: """
      The options are those of `run`. `swiftplay requests` lists what was asked for, `approve` and `reject` decide, \
      and `swiftplay requests run` (or `serve`) carries out what is approved, in its window and in order.
      """)

  @Argument(help: "Playbooks, in the order a run would carry them out.")
  var playbooks: [String]

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "The window of the inventory it is for, instead of those the plays name. Repeatable.", valueName: "name"
    )
  )
  var window: [String] = []

  @Option(help: ArgumentHelp("Why; it is recorded.", valueName: "text"))
  var reason: String

  func validate() throws {
    if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason says nothing") }
  }

  func run() async throws {
    let clock = SystemClock()
    let id = RunID.new(at: clock.now())
    let prepared = try await Preparation(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection,
      windows: window
    ).prepare(run: id)
    let redactor = Redactor(prepared.secrets)
    let command = CommandLineText.current
    guard redactor.redacted(command) == command else {
      Console.complain(
        "swiftplay: a secret stands on the command line, and a request is kept; give it in a file: -e @secrets.yml"
      )
      throw ExitCode(RunOutcome.refused.exitCode)
    }
    let plans = Mutex<[PlayPlan]>([])
    try await RolloutProgram(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection,
      output: output, mode: .check, diff: false, yes: true, force: false,
      window: WindowChoice(names: window), onPlan: { plan in plans.withLock { $0.append(plan) } }
    ).run()
    let store = try RunStore(home: ProgramHome.path(), redact: { redactor.redacted($0) })
    try store.add(
      ChangeRequest(
        id: id, createdAt: clock.now(), user: NSUserName(), machine: ProcessInfo.processInfo.hostName,
        directory: FileManager.default.currentDirectoryPath, command: command, windows: window,
        reason: reason, plan: PlanText.text(plans.withLock(\.self), style: ReportStyle(colour: false)),
        digest: PlaysDigest.of(prepared.plays)))
    switch output.output {
    case .json: Console.print(RequestText.json(try store.requests().filter { $0.id == id }))
    case .human:
      Console.print("Request \(id) is recorded; swiftplay approve \(id) lets it run.\n")
    }
  }
}
