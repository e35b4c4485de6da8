import ArgumentParser
import Glibc
import PlayModel
import PlayRunner
import PlaySSH

/// `swiftplay exec`: one command on many hosts.
struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command on every host of a pattern, at once.",
    discussion: """
      One argument after `--` is a shell command line, as with ssh; several are the exact arguments.

        swiftplay exec web -i prod -- 'df -h / | tail -1'
        swiftplay exec 'web:!web3' -i prod -- systemctl is-active docker
      """)

  @Argument(help: "Which hosts: an Ansible pattern.")
  var pattern: String

  @Argument(parsing: .postTerminator, help: "The command, after `--`.")
  var command: [String] = []

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("Seconds a host may take for the command.", valueName: "seconds"))
  var timeout: Int = 300

  func validate() throws {
    guard !command.isEmpty else { throw ValidationError("no command: write it after `--`") }
    guard timeout > 0 else { throw ValidationError("--timeout has to be 1 or more") }
  }

  func run() async throws {
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts = try fleet.select(pattern, limit: inventory.limit)
    let access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
    let connector = SSHConnector(configuration: fleet.ssh)
    let line = command.count == 1 ? command[0] : ShellWord.line(command)
    let printer = ExecPrinter(format: output.output)
    let deadline = Duration.seconds(timeout)
    let work = Task {
      await fanOut(hosts, limit: connection.forks) { host in
        let result = await Self.run(
          line, on: host, access: access[host], connector: connector, deadline: deadline)
        printer.show(result)
        return result.outcome
      }
    }
    // The first Ctrl-C ends the commands on the hosts; the second does not wait for that.
    let interrupts = Interrupts(first: { work.cancel() }, second: { Glibc.exit(130) })
    let outcomes = await work.value
    interrupts.end()
    printer.summary(outcomes)
    if work.isCancelled { throw ExitCode(130) }
    if outcomes.contains(where: { $0 == .unreachable }) { throw ExitCode(4) }
    if outcomes.contains(where: { $0 != .ok }) { throw ExitCode(2) }
  }

  private static func run(
    _ line: String, on host: HostName, access: HostAccess?, connector: SSHConnector, deadline: Duration
  ) async -> ExecResult {
    guard let access else {
      return ExecResult(host: host, outcome: .unreachable, detail: "no connection settings")
    }
    do throws(HostFailure) {
      let remote = try await connector.connect(to: access.target)
      do throws(HostFailure) {
        let result = try await remote.run(
          RemoteCommand(line, deadline: deadline, become: access.become, endsWhenGivenUp: true))
        await remote.close()
        return ExecResult(host: host, result: result)
      } catch {
        await remote.close()
        return ExecResult(
          host: host, outcome: error.reason == .timedOut ? .timedOut : .unreachable, detail: error.detail)
      }
    } catch {
      return ExecResult(host: host, outcome: .unreachable, detail: error.detail, advice: error.advice)
    }
  }
}
