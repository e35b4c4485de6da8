import ArgumentParser
import Foundation
import PlayFiles
import PlayModel
import PlayPlanning
import PlayReport
import PlayRunner
import PlaySSH
import PlayStore

/// `resume` and `cancel`: a recorded run taken up by this process.
struct ResumeProgram {
  let id: String
  let direction: Rollout.Direction
  let inventory: InventoryOptions
  let variables: VariableOptions
  let connection: ConnectionOptions
  let output: OutputOptions
  /// Only a run that waits at a gate.
  var onlyWaiting = false
  var window = WindowChoice()

  func run() async throws {
    let clock = SystemClock()
    // The redactor is known once the playbooks are read; what was recorded before is redacted already.
    let found = KnownRuns(store: try RunStore(home: ProgramHome.path()))
    let summary = try found.store.run(matching: id)
    guard !onlyWaiting || summary.outcome == .waiting else {
      return try refuse(
        "run \(summary.run) does not wait for anybody; swiftplay show \(summary.run) tells how it stands")
    }
    guard !found.isAlive(summary) else {
      return try refuse("run \(summary.run) is still going on (process \(found.process(summary)))")
    }
    guard let recorded = RecordedCommand(summary.header, known: found) else {
      return try refuse("the command of run \(summary.run) cannot be read back: \(summary.header.command)")
    }
    // Found by its place, so that going elsewhere for the run's files leaves it what it is.
    let home = URL(fileURLWithPath: ProgramHome.path()).path
    guard let turn = try ResumeTurn(of: summary.run, home: home) else {
      return try refuse("another process is taking run \(summary.run) up")
    }
    defer { turn.end() }
    let prepared = try await prepare(summary, recorded, found)
    let redactor = Redactor(prepared.secrets)
    // Going back is never kept waiting: it is what makes the fleet whole again.
    let goesOn =
      direction == .onward && summary.header.mode == .run
      && found.state(summary.run)?.isGoingBack == false
    let entry = WindowEntry(summary.run, window, home: home, clock: clock)
    defer { entry.places.leave() }
    let opening = goesOn ? try await entry.enter(prepared.plays.map(\.windows)) : nil
    let store = try RunStore(home: home, redact: { redactor.redacted($0) })
    let (journal, events) = try store.resumeJournal(of: summary.run, clock: clock)
    let state = try RunState(run: summary.run, folding: events)
    let foreground = Foreground(run: summary.run, output: output, redactor: redactor)
    let screen = foreground.screen
    let known = KnownRuns(store: store)
    let ports = RunPorts(
      connect: RolloutProgram.connect(SSHConnector(configuration: prepared.ssh)),
      controller: ControllerHost.link, journal: journal,
      clock: clock, nonce: { Nonce.text() }, standing: { known.standing($0) },
      observer: { event, state in screen.show(event, state) },
      gate: GatePrompt.gate(screen, output), earlierBatches: { known.earlierBatches(of: $0) })
    var header = header(redactor)
    header.window = opening
    header.windowOverride = goesOn ? window.override : nil
    let request = RunRequest(
      run: summary.run, header: summary.header, plays: prepared.plays, hosts: prepared.access,
      planner: try await planner(state, recorded, prepared, known),
      window: opening, patience: window.patience, forks: connection.forks)
    let rollout = Rollout(request, ports: ports, halt: foreground.halt, state: state)
    let outcome: RunOutcome
    do {
      outcome = try await foreground.carryOut(clock) { [header] in
        try await rollout.resume(direction, as: header)
      }
    } catch ResumeFailure.refused(let why) {
      return try refuse(why)
    } catch ResumeFailure.unrecorded(let failure) {
      throw failure
    }
    foreground.tellWhatGoesOn(after: outcome)
    // Cancelled is what was asked for: the fleet is as it was.
    if case .back = direction, outcome == .rolledBack { return }
    if outcome != .succeeded { throw ExitCode(outcome.exitCode) }
  }

  private func refuse(_ why: String) throws {
    Console.complain("swiftplay: \(why)")
    throw ExitCode(RunOutcome.refused.exitCode)
  }

  /// Of a run that deploys nothing from a playbook.
  private func planner(
    _ state: RunState, _ recorded: RecordedCommand, _ prepared: Prepared, _ known: KnownRuns
  ) async throws -> (any PlayPlanner)? {
    guard let header = state.header else { return nil }
    if let steering = header.mode.steering {
      let planned = state.plays.map(\.plan).map { plan in
        Play(
          name: plan.name,
          hosts: plan.hosts.map { PlayHost(host: $0.host, services: $0.services.map(\.spec)) },
          rollout: plan.policy)
      }
      guard direction == .onward else { return SteerPlanner(steering, plays: planned) }
      let left = Set(prepared.access.keys).subtracting(planned.flatMap { $0.hosts.map(\.host) }).sorted()
      let found = try await SteeredPlays(services: recorded.services, store: known.store).find(
        left, access: prepared.access, ssh: prepared.ssh, forks: connection.forks)
      return SteerPlanner(steering, plays: planned + found.plays)
    }
    return header.undoes.flatMap { known.state($0) }.map {
      RollbackPlanner(undone: $0, known: prepared.plays)
    }
  }

  /// Of a rollback: the run it takes back.
  private func undone(_ summary: RunSummary, _ known: KnownRuns) -> RunState? {
    summary.header.undoes.flatMap { known.state($0) }
  }

  /// The files the run was started with, unless this command names others.
  private func prepare(
    _ summary: RunSummary, _ recorded: RecordedCommand, _ known: KnownRuns
  ) async throws -> Prepared {
    var (inventory, variables) = (inventory, variables)
    if inventory.inventory.isEmpty, variables.extraVariables.isEmpty { recorded.enterDirectory() }
    if inventory.inventory.isEmpty { inventory.inventory = recorded.inventory.inventory }
    if inventory.limit == nil { inventory.limit = recorded.inventory.limit }
    if variables.extraVariables.isEmpty { variables = recorded.variables }
    let connection = connection.login.isEmpty ? recorded.connection : connection
    if direction == .onward, summary.header.mode == .run {
      let prepared = try await Preparation(
        playbooks: recorded.playbooks, inventory: inventory, variables: variables, connection: connection,
        windows: window.names.isEmpty ? recorded.windows : window.names
      ).prepare(run: summary.run)
      for warning in prepared.warnings { Console.complain("warning: \(warning)") }
      return prepared
    }
    // Going back needs no playbook: what stood before is in the record. Secrets that a rollback has to
    // set again come from the playbook, where it still reads.
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let playbook =
      direction == .onward
      ? try? await Preparation(
        playbooks: recorded.playbooks, inventory: inventory, variables: variables, connection: connection
      ).prepare(run: summary.run) : nil
    let undone = undone(summary, known).map { RollbackPlanner(undone: $0).plays } ?? []
    let hosts =
      (known.state(summary.run)?.hosts.map(\.host) ?? []) + undone.flatMap(\.connectedHosts)
      + (known.state(summary.run)?.plays.flatMap { $0.plan.policy.balancers.flatMap(\.hosts) } ?? [])
    return Prepared(
      plays: playbook?.plays ?? [], access: try fleet.access(Set(hosts).sorted(), run: summary.run),
      ssh: fleet.ssh, warnings: [], secrets: playbook?.secrets ?? [], variables: [:])
  }

  private func header(_ redactor: Redactor) -> RunHeader {
    RunHeader(
      mode: .run, command: redactor.redacted(CommandLineText.current), user: NSUserName(),
      machine: ProcessInfo.processInfo.hostName, processID: Int(ProcessInfo.processInfo.processIdentifier),
      version: ProgramVersion.text, playbooks: [], inventories: [])
  }
}
