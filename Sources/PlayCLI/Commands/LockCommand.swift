import ArgumentParser
import Foundation
import PlayModel
import PlayReport
import PlayRunner
import PlaySSH

/// `swiftplay lock`: who holds what on the hosts.
struct LockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Show or break the locks that runs hold on hosts.",
    subcommands: [List.self, Break.self])

  struct Reach: ParsableArguments {
    @OptionGroup var inventory: InventoryOptions
    @OptionGroup var variables: VariableOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func locks() async throws -> FleetLocks {
      let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
      let hosts = try fleet.select("all", limit: inventory.limit)
      let clock = SystemClock()
      let ports = RunPorts(
        connect: RolloutProgram.connect(SSHConnector(configuration: fleet.ssh)),
        journal: TransientJournal(run: RunID.new(at: clock.now()), clock: clock), clock: clock,
        nonce: { Nonce.text() })
      return FleetLocks(
        hosts: try fleet.access(hosts, run: RunID.new(at: clock.now())), ports: ports, forks: connection.forks
      )
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every lock, its holder, and when the holder was last heard of.")

    @OptionGroup var reach: Reach

    func run() async throws {
      var failed = false
      var lines = 0
      for answer in try await reach.locks().list() {
        switch answer.result {
        case .success(let locks):
          for lock in locks {
            lines += 1
            Console.print(Self.text(answer.host, lock, reach.output.output) + "\n")
          }
        case .failure(let trouble):
          failed = true
          Console.complain("\(answer.host): \(trouble.detail)")
        }
      }
      if lines == 0, !failed, reach.output.output == .human { Console.complain("nothing is locked") }
      if failed { throw ExitCode(RunOutcome.stuck.exitCode) }
    }

    private struct Line: Encodable {
      let type = "lock"
      let host: String
      let service: String
      let run: String
      let fence: Int
      let owner: String
      let machine: String
      let process: Int
      let since: Int64
      let heartbeat_age: Int64
      let stale: Bool
    }

    private static func text(_ host: HostName, _ lock: ServiceLock, _ format: OutputOptions.Format) -> String
    {
      let age = lock.heartbeatAge.components.seconds
      switch format {
      case .human:
        return
          "\(host)  \(lock.service)  \(lock.run)  \(lock.owner) on \(lock.machine) (process \(lock.processID)), "
          + "fence \(lock.fence), heard of \(age) s ago\(lock.isStale ? ", looks dead" : "")"
      case .json:
        let line = Line(
          host: host.text, service: lock.service.text, run: lock.run.text, fence: lock.fence,
          owner: lock.owner, machine: lock.machine, process: lock.processID,
          since: lock.since.milliseconds, heartbeat_age: age, stale: lock.isStale)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
      }
    }
  }

  struct Break: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a dead run's locks away.",
      discussion: """
        Only for a run that nobody can resume or cancel where it was started. What it may still send changes \
        nothing afterwards. Each host keeps a line about it in broken.log beside its locks.
        """)

    @Argument(help: ArgumentHelp("The exact id of the run that holds the locks.", valueName: "run"))
    var id: String

    @Option(help: "Why; it is logged on the hosts.")
    var reason: String

    @OptionGroup var reach: Reach

    func validate() throws {
      guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason has to say something") }
    }

    func run() async throws {
      var failed = false
      var broken = 0
      let whom = "\(NSUserName()) on \(ProcessInfo.processInfo.hostName)"
      for answer in try await reach.locks().breakLocks(of: RunID(id), by: whom, reason: reason) {
        switch answer.result {
        case .success(let services):
          broken += services.count
          for service in services { Console.print("\(answer.host): \(service) is free\n") }
        case .failure(let trouble):
          failed = true
          Console.complain("\(answer.host): \(trouble.detail)")
        }
      }
      if failed { throw ExitCode(RunOutcome.stuck.exitCode) }
      if broken == 0 {
        Console.complain("swiftplay: run \(id) holds nothing there; `swiftplay lock list` shows exact ids")
        throw ExitCode(RunOutcome.refused.exitCode)
      }
    }
  }
}
