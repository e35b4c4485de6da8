import ArgumentParser
import Foundation
import PlayModel
import PlayReport
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
        swiftplay exec web -i prod --gather -- uname -r
        swiftplay exec -i prod --service shop -- cat /etc/os-release
        swiftplay exec -it web3 -i prod --service shop

      While it runs, Enter says who is not done yet. Exit codes: 0 when all hosts returned 0, 2 when some did not, 4
      when some could not be reached, 130 when it was interrupted.

      Who ran what where, and the exit codes, are in the run store: swiftplay history --ad-hoc.
      """)

  @Argument(
    help: """
      Which hosts: an Ansible pattern, or a folded set such as web[01-12,14]. Not needed with --service: then those \
      of the inventory where the service runs.
      """)
  var pattern: String?

  @Argument(parsing: .postTerminator, help: "The command, after `--`.")
  var command: [String] = []

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "How long a host may take for the command, such as 90s or 10m.", valueName: "time"))
  var timeout = DurationOption(.seconds(300))

  @Option(
    help: ArgumentHelp(
      "How long the command may be silent on a host before it is given up there; 0 is no limit.",
      valueName: "time"))
  var silence = DurationOption(.zero)

  @Flag(help: "Show hosts with the same output and exit code once, under their folded names.")
  var gather = false

  @Flag(help: "As --gather, with what differs from the largest group.")
  var diff = false

  @Option(
    name: .customLong("out-dir"),
    help: ArgumentHelp("Write HOST.out and HOST.err into this folder.", valueName: "folder"))
  var outDirectory: String?

  @Flag(help: "Give this command's stdin to the command on every host.")
  var stdin = false

  @Option(help: ArgumentHelp("Run it in this directory of the host.", valueName: "directory"))
  var cwd: String?

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp(
      "Set a variable for the command. Others on the host can see it in ps. Repeatable.",
      valueName: "key=value"))
  var environment: [String] = []

  @Option(help: "Run it inside this service's container.")
  var service: String?

  @Flag(
    name: [.customLong("interactive"), .customLong("it", withSingleDash: true)],
    help:
      "Give the terminal to one host: its login shell, a command, or with --service a shell in the container."
  )
  var interactive = false

  @Flag(name: .customLong("no-record"), help: "Do not write it down in the run store.")
  var noRecord = false

  @Flag(help: "Print the folded names of the hosts, and do nothing.")
  var hosts = false

  func validate() throws {
    guard pattern != nil || service != nil else {
      throw ValidationError("no hosts: write a pattern before `--`, such as all, or --service")
    }
    guard hosts || interactive || !command.isEmpty else {
      throw ValidationError("no command: write it after `--`")
    }
    guard timeout.duration > .zero else { throw ValidationError("--timeout has to be more than 0") }
    let ways = [gather || diff, outDirectory != nil, output.output == .json].count { $0 }
    guard !interactive || (ways == 0 && !stdin) else {
      throw ValidationError(
        "-it shows one host's terminal: it goes with no other way of output, and not with --stdin")
    }
    guard ways <= 1 else {
      throw ValidationError("choose one of --gather (or --diff), --out-dir and --output json")
    }
    _ = try variablesToSet()
  }

  func run() async throws {
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts = try fleet.select(set: pattern ?? "all", limit: inventory.limit)
    if self.hosts { return Console.print("\(HostSet(hosts))\n") }
    let access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
    let line = ExecLine(
      words: ExecLine.wordsAfterTerminator(), directory: cwd, environment: try variablesToSet(),
      service: service.map { ServiceName($0) }, mark: Nonce.text())
    if interactive { return try await showTerminal(fleet, hosts, access, line) }
    let input = stdin ? try Self.readInput() : []
    let sink = try sink(hosts)
    let deadline = timeout.duration
    let longestSilence = silence.duration > .zero ? silence.duration : nil
    let pattern = pattern
    try await AdHocRun(
      hosts: hosts, access: access, connector: SSHConnector(configuration: fleet.sharedSSH),
      forks: connection.forks, listens: !stdin,
      log: noRecord ? nil : try AdHocLog(hosts: hosts, access: access.values)
    ).carryOut { host, access throws(HostFailure) in
      if pattern == nil, try await !line.finds(on: host, access) { return nil }
      let result = try await host.run(
        RemoteCommand(
          line.text(engine: access.engine), stdin: input, deadline: deadline, longestSilence: longestSilence,
          outputLimit: 0,
          become: access.become, endsWhenGivenUp: true, onOutput: { sink.take($0, of: host.name) }))
      return ExecResult(host: host.name, ending: result.ending)
    } finished: { result in
      sink.finish(result)
    } end: { results, unfinished in
      if results.isEmpty, unfinished.isEmpty, let service = line.service {
        Console.complain(
          "no container of the service \(service) is running on \(HostSet(hosts))\n  see swiftplay ps")
        throw ExitCode(2)
      }
      try sink.end(results, unfinished: unfinished)
    }
  }

  private func showTerminal(
    _ fleet: Fleet, _ hosts: [HostName], _ access: [HostName: HostAccess], _ command: ExecLine
  ) async throws {
    guard hosts.count == 1, let access = access[hosts[0]] else {
      throw ValidationError("-it shows one host's terminal, and \(pattern ?? "all") means \(HostSet(hosts))")
    }
    guard Console.inputIsTerminal, Console.outputIsTerminal else {
      throw ValidationError("-it needs a terminal, and this is none")
    }
    var line = command
    line.terminal = ProcessInfo.processInfo.environment["TERM"] ?? "xterm"
    try await TerminalSession(
      host: hosts[0], access: access, connector: SSHConnector(configuration: fleet.ssh),
      line: line.text(engine: access.engine, become: access.become),
      log: noRecord ? nil : try AdHocLog(hosts: hosts, access: [access])
    ).run()
  }

  private func sink(_ hosts: [HostName]) throws -> any ExecSink {
    if gather || diff { return GatherSink(difference: diff) }
    if let outDirectory { return try FolderSink(outDirectory, hosts: hosts) }
    return output.output == .json ? JSONSink() : LineSink()
  }

  private func variablesToSet() throws -> [(name: String, value: String)] {
    try environment.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let isName = parts[0].wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
      guard parts.count == 2, isName else {
        throw ValidationError("--env \(text): write KEY=VALUE, KEY of letters, digits and _")
      }
      return (parts[0], parts[1])
    }
  }

  /// Every host gets all of it, so it is read before the first connection.
  private static func readInput() throws -> [UInt8] {
    let most = 256 << 20
    var bytes: [UInt8] = []
    while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
      bytes += piece
      guard bytes.count <= most else {
        throw ValidationError("--stdin takes at most 256 MiB; use swiftplay copy for more")
      }
    }
    return bytes
  }
}
