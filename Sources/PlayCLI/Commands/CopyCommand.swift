import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// `swiftplay copy`: files to many hosts, or from them.
struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copy files to every host of a pattern, or from them.",
    discussion: """
        swiftplay copy motd web:/etc/motd -i prod -b --owner root:root --mode 644
        swiftplay copy -r site web:/srv/site -i prod
        swiftplay copy web:/etc/os-release releases/ -i prod     # releases/web1/os-release, …

      A file is whole or not there: it is written beside its destination and then renamed. Exit codes as with exec.
      """)

  @Argument(help: "What to copy: a path, or PATTERN:PATH.")
  var source: String

  @Argument(help: "Where to: PATTERN:PATH, or a folder, which gets a folder for each host.")
  var destination: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Flag(name: [.short, .long], help: "Folders, with all that is in them.")
  var recursive = false

  @Option(help: ArgumentHelp("Permissions of the files on the hosts, in octal.", valueName: "mode"))
  var mode: String?

  @Option(help: ArgumentHelp("Owner of the files on the hosts, as chown takes it.", valueName: "user:group"))
  var owner: String?

  @Option(
    help: ArgumentHelp(
      "How long a host may take for each file, such as 90s or 10m.", valueName: "time"))
  var timeout = DurationOption(.seconds(600))

  @Flag(name: .customLong("no-record"), help: "Do not write it down in the run store.")
  var noRecord = false

  func validate() throws {
    switch (CopyPlace(source), CopyPlace(destination)) {
    case (.local, .remote): break
    case (.remote, .local):
      guard mode == nil, owner == nil else {
        throw ValidationError("--mode and --owner are for files on the hosts")
      }
    case (.local, .local):
      throw ValidationError("name hosts on one side: PATTERN:PATH, for example web:\(destination)")
    case (.remote, .remote): throw ValidationError("one side has to be a path of this machine")
    }
    if let mode, !(Int(mode, radix: 8).map { (0...0o7777).contains($0) } ?? false) {
      throw ValidationError("--mode \(mode): write it in octal, such as 644")
    }
    guard timeout.duration > .zero else { throw ValidationError("--timeout has to be more than 0") }
  }

  func run() async throws {
    let deadline = timeout.duration
    switch (CopyPlace(source), CopyPlace(destination)) {
    case (.local(let path), .remote(let pattern, let target)):
      let tree: LocalTree
      do { tree = try LocalTree(path, recursive: recursive) } catch {
        Console.complain("\(error)")
        throw ProgramExit.badFile
      }
      let sending = Sending(
        tree: tree, destination: target.isEmpty ? "." : target, mode: mode.flatMap { Int($0, radix: 8) },
        owner: owner, deadline: deadline)
      try await program(pattern, changes: true) { host, access, meter throws(HostFailure) in
        try await sending.send(to: host, become: access.become, meter)
      }
    case (.remote(let pattern, let path), .local(let folder)):
      try await program(pattern, changes: false) { host, access, meter throws(HostFailure) in
        let own = URL(fileURLWithPath: folder).appending(
          path: host.name.text.replacing("%", with: "%25").replacing("/", with: "%2F"))
        return try await Fetching(source: path, folder: own, recursive: recursive, deadline: deadline)
          .fetch(from: host, become: access.become, meter)
      }
    case (.local, .local), (.remote, .remote): return
    }
  }

  private func program(
    _ pattern: String, changes: Bool,
    _ work:
      @escaping @Sendable (any FileReceiver, HostAccess, CopyMeter) async throws(HostFailure)
      -> CopyProgram.Copied
  ) async throws {
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts = try fleet.select(set: pattern, limit: inventory.limit)
    let access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
    try await CopyProgram(
      run: AdHocRun(
        hosts: hosts, access: access, connector: SSHConnector(configuration: fleet.ssh),
        forks: connection.forks,
        log: changes && !noRecord ? try AdHocLog(hosts: hosts, access: access.values) : nil),
      format: output.output, work: work
    ).carryOut()
  }
}
