import ArgumentParser
import Foundation
import PlayModel
import PlaySSH

/// `swiftplay connect`: keeps connections for other commands.
struct ConnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "Keep connections open, for other commands to use.",
    discussion: """
        swiftplay connect -i prod                  until Ctrl-C
        swiftplay connect web -i prod --background
        swiftplay connect --end

      As long as it runs, `exec`, `ps`, `versions` and `logs` of the same user need no login on these hosts, which is \
      most of the time they take. They find the connections by themselves and make their own where there are none. \
      Connections are not shared between different logins, jump hosts, or ways to check host keys; runs, `copy` and \
      `exec -it` always make their own.

      The sockets are in SWIFTPLAY_HOME, in a folder that only its user can enter; who reaches them may do on the \
      hosts what the login may. Exit codes: 0, 4 when no host could be reached, 130 when it was interrupted.
      """)

  @Argument(help: "Which hosts: an Ansible pattern, or a folded set such as web[01-12,14].")
  var pattern = "all"

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions

  @Option(
    help: ArgumentHelp("End when no command has used a connection for so many minutes.", valueName: "minutes")
  )
  var idle = 30

  @Flag(help: "Give the terminal back once the connections are open.")
  var background = false

  @Flag(help: "End what keeps connections for this user, and nothing else.")
  var end = false

  /// Set by `--background` for the process that it starts.
  @Flag(help: .hidden)
  var detached = false

  func validate() throws {
    guard idle > 0 else { throw ValidationError("--idle has to be 1 or more") }
  }

  func run() async throws {
    if end {
      let count = await SharingServer.endAll(in: ProgramHome.connections)
      let what = count == 1 ? "1 connection is" : "\(count) connections are"
      return Console.print(count == 0 ? "no connections are kept\n" : "\(what) not kept any more\n")
    }
    if background { return try BackgroundProgram(replacing: "--background", with: "--detached").start() }
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts = try fleet.select(set: pattern, limit: inventory.limit)
    let access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
    let program = ConnectProgram(
      hosts: hosts, access: access, forks: connection.forks, idle: .seconds(60 * idle), isDetached: detached)
    let server: SharingServer
    do throws(SharingProblem) {
      server = try SharingServer(configuration: fleet.ssh, folder: ProgramHome.connections)
    } catch {
      Console.complain("swiftplay: \(error)")
      throw ProgramExit.internalError
    }
    try await program.run(server)
  }
}
