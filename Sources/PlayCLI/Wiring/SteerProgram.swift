import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayRunner
import PlaySSH
import PlayStore

/// `start`, `stop` and `restart`: finds the containers, and carries it out as a run.
struct SteerProgram {
  let steering: Steering
  let options: SteerOptions

  func run() async throws {
    let clock = SystemClock()
    let run = RunID.new(at: clock.now())
    let fleet = try await Fleet.load(
      options.inventory, connection: options.connection, variables: options.variables)
    let hosts = try fleet.select("all", limit: options.inventory.limit)
    let access = try fleet.access(hosts, run: run)
    let redactor = Redactor(access.values.flatMap(\.secrets))
    let store = try RunStore(home: ProgramHome.path(), redact: { redactor.redacted($0) })
    let known = KnownRuns(store: store)
    let found = try await plays(hosts, access, fleet, store)
    let concerned = Set(found.flatMap { $0.hosts.map(\.host) })
    let connected = Set(found.flatMap(\.connectedHosts))
    let reached = access.merging(
      try fleet.access(connected.subtracting(access.keys).sorted(), run: run)
    ) { first, _ in first }
    if let open = try known.blocking(concerned).first {
      throw refusal(
        "run \(open.run) of \(open.header.user) was not finished on these hosts: "
          + "swiftplay resume \(open.run), or swiftplay cancel \(open.run)")
    }
    let foreground = Foreground(run: run, output: options.output, redactor: redactor)
    let screen = foreground.screen
    let ports = RunPorts(
      connect: RolloutProgram.connect(SSHConnector(configuration: fleet.ssh)),
      controller: ControllerHost.link, journal: try store.startJournal(of: run, clock: clock), clock: clock,
      nonce: { Nonce.text() },
      standing: { known.standing($0) }, observer: { event, state in screen.show(event, state) },
      confirm: confirmation(screen))
    let request = RunRequest(
      run: run, header: header(redactor), plays: [], hosts: reached.filter { connected.contains($0.key) },
      planner: SteerPlanner(steering, plays: found), forks: options.connection.forks)
    let outcome = try await foreground.carryOut(clock) {
      try await Rollout(request, ports: ports, halt: foreground.halt).run()
    }
    foreground.tellWhatGoesOn(after: outcome)
    if outcome != .succeeded { throw ExitCode(outcome.exitCode) }
  }

  private func plays(
    _ hosts: [HostName], _ access: [HostName: HostAccess], _ fleet: Fleet, _ store: RunStore
  ) async throws -> [Play] {
    let services = options.services.map { ServiceName($0) }
    let found = try await SteeredPlays(services: services, store: store).find(
      hosts, access: access, ssh: fleet.ssh, forks: options.connection.forks)
    let names = services.map(\.text).joined(separator: ", ")
    if !found.unasked.isEmpty {
      Console.complain(
        "warning: \(HostSet(found.unasked)) did not answer, and whether \(names) is there is not known")
    }
    guard !found.plays.isEmpty else {
      throw refusal(
        "no host has a container of \(names); swiftplay ps -i \(options.inventory.inventory.joined(separator: " -i ")) lists what there is"
      )
    }
    let there = Set(found.plays.flatMap(\.hosts).flatMap(\.services).map(\.name))
    if let missing = services.first(where: { !there.contains($0) }) {
      throw refusal("no host has a container of \(missing)")
    }
    return found.plays
  }

  private func refusal(_ why: String) -> ExitCode {
    Console.complain("swiftplay: \(why)")
    return ExitCode(RunOutcome.refused.exitCode)
  }

  private func confirmation(_ screen: RunScreen) -> @Sendable ([PlayPlan]) async -> Bool {
    guard !options.yes, options.output.output == .human, Console.inputIsTerminal, Console.outputIsTerminal
    else { return { _ in true } }
    let verb = steering.rawValue.capitalized
    let services = options.services.joined(separator: ", ")
    return { plans in
      let hosts = Set(plans.flatMap(\.changingHosts)).count
      return screen.ask(plans, "\(verb) \(services) on \(hosts) \(hosts == 1 ? "host" : "hosts")? [y/N] ")
    }
  }

  private func header(_ redactor: Redactor) -> RunHeader {
    RunHeader(
      mode: RunHeader.Mode(steering), command: redactor.redacted(CommandLineText.current),
      user: NSUserName(), machine: ProcessInfo.processInfo.hostName,
      processID: Int(ProcessInfo.processInfo.processIdentifier), version: ProgramVersion.text,
      playbooks: [], inventories: options.inventory.inventory,
      directory: FileManager.default.currentDirectoryPath)
  }
}
