import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayRunner
import PlaySSH
import PlayStore

/// `rollback`: finds the run, asks, and carries the way back out as a run of its own.
struct RollbackProgram {
  let id: String?
  let inventory: InventoryOptions
  let variables: VariableOptions
  let connection: ConnectionOptions
  let output: OutputOptions
  let yes: Bool

  func run() async throws {
    let clock = SystemClock()
    let found = KnownRuns(store: try RunStore(home: ProgramHome.path()))
    guard let undone = try find(found) else {
      return try refuse("no run has changed anything that still stands")
    }
    if id == nil, undone.header?.mode == .rollback {
      return try refuse(
        "the last change was itself a rollback, \(undone.run); taking that back has to be said: "
          + "swiftplay rollback \(undone.run)")
    }
    if let steering = undone.header?.mode.steering {
      return try refuse(
        "run \(undone.run) was a \(steering.rawValue), which changed no release; "
          + "\(steering == .stop ? "swiftplay start starts the services again" : "there is nothing to go back to")"
      )
    }
    guard let header = undone.header, let recorded = RecordedCommand(header, known: found) else {
      return try refuse("the command of run \(undone.run) cannot be read back")
    }
    let run = RunID.new(at: clock.now())
    let home = URL(fileURLWithPath: ProgramHome.path()).path
    let own = self.header(undone.run)
    var inventory = inventory
    if inventory.inventory.isEmpty, variables.extraVariables.isEmpty { recorded.enterDirectory() }
    if inventory.inventory.isEmpty { inventory.inventory = recorded.inventory.inventory }
    let connection = connection.login.isEmpty ? recorded.connection : connection
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    // Secrets that the record does not hold come from the playbook, where it still reads; it need not.
    var given = variables
    if given.extraVariables.isEmpty { given = recorded.variables }
    let prepared = try? await Preparation(
      playbooks: recorded.playbooks, inventory: inventory, variables: given, connection: connection
    ).prepare(run: run)
    let redactor = Redactor(prepared?.secrets ?? [])
    let store = try RunStore(home: home, redact: { redactor.redacted($0) })
    let known = KnownRuns(store: store)
    let planner = RollbackPlanner(undone: undone, known: prepared?.plays ?? [])
    let hosts = try fleet.access(Set(planner.plays.flatMap(\.connectedHosts)).sorted(), run: run)
    if let open = try known.blocking(Set(hosts.keys)).first {
      return try refuse(
        "run \(open.run) was not finished on these hosts: swiftplay resume or cancel it first")
    }
    let foreground = Foreground(run: run, output: output, redactor: redactor)
    let screen = foreground.screen
    let ports = RunPorts(
      connect: RolloutProgram.connect(SSHConnector(configuration: fleet.ssh)),
      controller: ControllerHost.link, journal: try store.startJournal(of: run, clock: clock), clock: clock,
      nonce: { Nonce.text() },
      standing: { known.standing($0) }, observer: { event, state in screen.show(event, state) },
      confirm: confirmation(undone, screen))
    let request = RunRequest(
      run: run, header: self.header(own, inventory, redactor), plays: [], hosts: hosts, planner: planner,
      forks: connection.forks)
    let outcome = try await foreground.carryOut(clock) {
      try await Rollout(request, ports: ports, halt: foreground.halt).run()
    }
    foreground.tellWhatGoesOn(after: outcome)
    if outcome != .succeeded { throw ExitCode(outcome.exitCode) }
  }

  /// The run that is named, or the newest that changed something which stands.
  private func find(_ known: KnownRuns) throws -> RunState? {
    if let id {
      let run = try known.store.run(matching: id).run
      return known.state(run)
    }
    for summary in try known.store.history(limit: 100)
    where summary.header.mode != .check && summary.header.mode.steering == nil {
      if let state = known.state(summary.run), !state.touchedHosts.isEmpty { return state }
    }
    return nil
  }

  /// What it is about to do is shown and asked for, unless `--yes`; where nobody can be asked, that is
  /// what has to be said.
  private func confirmation(_ undone: RunState, _ screen: RunScreen) -> @Sendable ([PlayPlan]) async -> Bool {
    if yes { return { _ in true } }
    let what = undone.header?.mode == .rollback ? "rollback \(undone.run)" : "run \(undone.run)"
    let canAsk = output.output == .human && Console.inputIsTerminal && Console.outputIsTerminal
    return { plans in
      guard canAsk else {
        screen.tell(plans)
        Console.complain("swiftplay: this would take back \(what); say --yes to do it without being asked")
        return false
      }
      let hosts = Set(plans.flatMap(\.changingHosts)).count
      return screen.ask(plans, "Take back \(what) on \(hosts) \(hosts == 1 ? "host" : "hosts")? [y/N] ")
    }
  }

  /// As the command was given, from where it was given.
  private func header(_ undone: RunID) -> RunHeader {
    RunHeader(
      mode: .rollback, command: "", user: NSUserName(), machine: ProcessInfo.processInfo.hostName,
      processID: Int(ProcessInfo.processInfo.processIdentifier), version: ProgramVersion.text, playbooks: [],
      inventories: [], directory: FileManager.default.currentDirectoryPath, undoes: undone)
  }

  private func header(_ own: RunHeader, _ inventory: InventoryOptions, _ redactor: Redactor) -> RunHeader {
    var header = own
    header.command = redactor.redacted(CommandLineText.current)
    header.inventories = inventory.inventory
    return header
  }

  private func refuse(_ why: String) throws {
    Console.complain("swiftplay: \(why)")
    throw ExitCode(RunOutcome.refused.exitCode)
  }
}
