import ArgumentParser
import PlayModel
import PlayRunner
import PlaySSH

/// `swiftplay logs SERVICE`: a service's logs from all hosts, in one stream.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Show a service's logs from all hosts, merged by time.",
    discussion: """
        swiftplay logs web -i prod
        swiftplay logs web -i prod -l 'web[01-04]' --since 10m --tail all --grep 'timeout|refused'
        swiftplay logs web -i prod -f
        swiftplay logs web -i prod --previous

      Each line is what the container wrote to stdout or stderr, behind its host's name. Following goes on after a \
      lost connection, a restart and a deployment. Exit codes: 0, 2 when a log could not be read or there is none, 4 \
      when a host could not be reached, 130 when it was interrupted.
      """)

  @Argument(help: "The service.")
  var service: String

  @OptionGroup var inventory: InventoryOptions
  @OptionGroup var variables: VariableOptions
  // Without --forks: its short form is --follow's here, as in every other program that shows logs.
  @OptionGroup var login: LoginOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The last so many lines of each host, or `all`.", valueName: "number"))
  var tail = "100"

  @Flag(name: [.short, .long], help: "Stay for what comes, until Ctrl-C.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "Only lines since then: 10m, 3h, 2026-11-22T16:20:30Z, by the host's clock.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only lines in which this regular expression is found.", valueName: "regex"))
  var grep: String?

  @Flag(help: "Also the logs of previous containers.")
  var previous = false

  @Option(
    help: ArgumentHelp(
      "How long a host may take, unless following, such as 90s or 10m.", valueName: "time"))
  var timeout = DurationOption(.seconds(300))

  func validate() throws {
    guard tail == "all" || Int(tail).map({ $0 >= 0 }) ?? false else {
      throw ValidationError("--tail takes a number of lines, or all")
    }
    guard timeout.duration > .zero else { throw ValidationError("--timeout has to be more than 0") }
    if let grep, (try? LinePattern(grep)) == nil {
      throw ValidationError("--grep \(grep): this is not a regular expression")
    }
  }

  func run() async throws {
    let fleet = try await Fleet.load(inventory, login: login, variables: variables)
    let hosts = try fleet.select("all", limit: inventory.limit)
    let service = ServiceName(service)
    let program = LogsProgram(
      hosts: hosts, access: try fleet.access(hosts, run: RunID.new(at: SystemClock().now())),
      feed: LogFeed(
        LogQuestion(service: service, tail: Int(tail), since: since, previous: previous),
        connector: SSHConnector(configuration: fleet.sharedSSH), clock: SystemClock(), nonce: { Nonce.text() }
      ),
      service: service, forks: Self.forks, deadline: timeout.duration,
      isJSON: output.output == .json, chooses: try Self.choice(grep))
    try await follow ? program.follow() : program.read()
  }

  /// Hosts asked at once, unless following.
  private static let forks = 64

  private static func choice(_ grep: String?) throws -> @Sendable (LogEntry) -> Bool {
    guard let grep else { return { _ in true } }
    let pattern = try LinePattern(grep)
    return { pattern.isIn($0.text) }
  }
}
