import ArgumentParser
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// `swiftplay ps`: which containers run where.
struct PsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps", abstract: "List the services' containers on all hosts: version, state, health.",
    discussion: """
        swiftplay ps -i prod
        swiftplay ps web -i prod --service shop --unhealthy
        swiftplay ps -i prod --all --output wide
        swiftplay ps -i prod --stats --sort memory --watch

      Columns that do not fit the terminal are left out, the least important first; `--output wide` shows all. Hosts \
      that do not answer are listed at the end. Exit codes: 0, 2 when an engine did not answer, 4 when a host could \
      not be reached, 130 when a watch was interrupted.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, wide, json
  }

  @Argument(help: "Which hosts: an Ansible pattern, or a folded set such as web[01-12,14].")
  var pattern = "all"

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions

  @Option(help: "human, wide (every column), or json: one object a line.")
  var output: Format = .human

  @Option(help: "Only this service's containers.")
  var service: String?

  @Flag(help: "Only containers that do not run, or are unhealthy.")
  var unhealthy = false

  @Flag(help: "Also previous containers, and those that swiftplay did not make.")
  var all = false

  @Flag(help: "What memory and processors they use now. It takes the engines a second or two.")
  var stats = false

  @Option(help: ArgumentHelp("What comes first: host, service, version, state, since, restarts or memory."))
  var sort: ContainerOrder.Key = .host

  @Option(
    defaultAsFlag: 2, parsing: .next,
    help: ArgumentHelp(
      "Look again and again, every two seconds or as many as are given, until Ctrl-C.", valueName: "seconds"))
  var watch: Int?

  func validate() throws {
    if let watch, watch <= 0 { throw ValidationError("--watch has to be 1 or more") }
  }

  func run() async throws {
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts = try fleet.select(set: pattern, limit: inventory.limit)
    let access = try fleet.access(hosts, run: RunID.new(at: SystemClock().now()))
    let connections = KeptConnections(connector: SSHConnector(configuration: fleet.sharedSSH))
    let program = PsProgram(
      hosts: hosts,
      look: FleetLook(
        access: access, connections: connections, nonce: { Nonce.text() }, forks: connection.forks),
      question: ContainerQuestion(
        service: service.map { ServiceName($0) }, everything: all, usage: stats),
      order: ContainerOrder(sort, unhealthyOnly: unhealthy, everything: all),
      table: ContainerTable(everything: all, usage: stats, wide: output == .wide), isJSON: output == .json)
    if let watch { try await program.watch(every: watch) } else { try await program.once() }
  }
}

extension ContainerOrder.Key: ExpressibleByArgument {}
