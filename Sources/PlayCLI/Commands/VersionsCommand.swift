import ArgumentParser
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH
import PlayStore

/// `swiftplay versions`: which version runs where.
struct VersionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "versions", abstract: "Show which version of every service runs where.",
    discussion: """
        swiftplay versions -i prod
        swiftplay versions -i dev -i staging -i prod

      One inventory: its groups are the columns. Several: each is an environment and a column. What runs is asked \
      from the hosts, and compared with what this machine's run store released there last. Exit codes: 0, 2 when \
      an engine did not answer, 4 when a host could not be reached.
      """)

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "Only this service.")
  var service: String?

  func run() async throws {
    let environments = try await environments()
    let store = try RunStore(home: ProgramHome.path())
    let sightings = await fanOut(environments, limit: environments.count) { environment in
      await look(at: environment)
    }
    var columns: [VersionMatrix.Column] = []
    for (environment, sightings) in zip(environments, sightings) {
      let released = try Releases(store: store, only: service.map { ServiceName($0) }).last(for: sightings)
      for group in environment.groups {
        let members = Set(group.hosts)
        columns.append(
          VersionMatrix.Column(
            name: group.name, sightings: sightings.filter { members.contains($0.host) }, released: released))
      }
    }
    show(VersionMatrix(columns), dimension: environments.count > 1 ? "environment" : "group")
    try PsProgram.exit(for: sightings.flatMap { $0 })
  }

  private func environments() async throws -> [VersionEnvironment] {
    let sources = inventory.inventory
    guard sources.count > 1 else {
      return [try await VersionEnvironment.groups(load(inventory), inventory.limit)]
    }
    var environments: [VersionEnvironment] = []
    for (source, name) in zip(sources, VersionEnvironment.names(of: sources)) {
      var one = inventory
      one.inventory = [source]
      environments.append(try VersionEnvironment.whole(try await load(one), name: name, limit: one.limit))
    }
    return environments
  }

  private func load(_ inventory: InventoryOptions) async throws -> Fleet {
    try await Fleet.load(inventory, connection: connection, variables: variables)
  }

  private func look(at environment: VersionEnvironment) async -> [HostSighting] {
    let connections = KeptConnections(connector: SSHConnector(configuration: environment.ssh))
    let look = FleetLook(
      access: environment.access, connections: connections, nonce: { Nonce.text() }, forks: connection.forks)
    return await look.containers(
      on: environment.hosts, ContainerQuestion(service: service.map { ServiceName($0) }))
  }

  private func show(_ matrix: VersionMatrix, dimension: String) {
    if output.output == .json {
      return Console.print(VersionMatrixJSON.lines(matrix, dimension: dimension))
    }
    let colour = Console.style.colour
    let lines = VersionMatrixText.lines(matrix, width: Console.size?.columns)
    Console.print(lines.map { $0.rendered(colour: colour) + "\n" }.joined())
    if lines.isEmpty { Console.complain("no services") }
    for line in ContainerTable.troubles(matrix.troubled) {
      Console.complain(line.rendered(colour: colour && Console.errorIsTerminal))
    }
  }
}
