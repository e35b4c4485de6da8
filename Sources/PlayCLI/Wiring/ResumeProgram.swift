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

  func run() async throws {
    let clock = SystemClock()
    // The redactor is known once the playbooks are read; what was recorded before is redacted already.
    let summary = try RunStore(home: ProgramHome.path()).run(matching: id)
    guard !summary.isAlive else {
      return try refuse("run \(summary.run) is still going on (process \(summary.header.processID))")
    }
    guard let recorded = RecordedCommand(summary.header) else {
      return try refuse("the command of run \(summary.run) cannot be read back: \(summary.header.command)")
    }
    let prepared = try await prepare(summary, recorded.options)
    let redactor = Redactor(prepared.secrets)
    let store = try RunStore(home: ProgramHome.path(), redact: { redactor.redacted($0) })
    let (journal, events) = try store.resumeJournal(of: summary.run, clock: clock)
    let state = try RunState(run: summary.run, folding: events)
    let foreground = Foreground(run: summary.run, output: output, redactor: redactor)
    let screen = foreground.screen
    let known = KnownRuns(store: store)
    let ports = RunPorts(
      connect: RolloutProgram.connect(SSHConnector(configuration: prepared.ssh)), journal: journal,
      clock: clock, nonce: { Nonce.text() }, standing: { known.standing($0) },
      observer: { event, state in screen.show(event, state) })
    let request = RunRequest(
      run: summary.run, header: summary.header, plays: prepared.plays, hosts: prepared.access,
      forks: connection.forks)
    let rollout = Rollout(request, ports: ports, halt: foreground.halt, state: state)
    let outcome: RunOutcome
    do {
      outcome = try await foreground.carryOut(clock) {
        try await rollout.resume(direction, as: header(redactor))
      }
    } catch ResumeFailure.refused(let why) {
      return try refuse(why)
    } catch ResumeFailure.unrecorded(let failure) {
      throw failure
    }
    // Cancelled is what was asked for: the fleet is as it was.
    if case .back = direction, outcome == .rolledBack { return }
    if outcome != .succeeded { throw ExitCode(outcome.exitCode) }
  }

  private func refuse(_ why: String) throws {
    Console.complain("swiftplay: \(why)")
    throw ExitCode(RunOutcome.refused.exitCode)
  }

  /// The files the run was started with, unless this command names others.
  private func prepare(_ summary: RunSummary, _ recorded: RunCommand) async throws -> Prepared {
    var inventory = inventory
    if inventory.inventory.isEmpty { inventory.inventory = recorded.inventory.inventory }
    if inventory.limit == nil { inventory.limit = recorded.inventory.limit }
    var variables = variables
    if variables.extraVariables.isEmpty { variables = recorded.variables }
    if direction == .onward {
      let prepared = try await Preparation(
        playbooks: recorded.playbooks, inventory: inventory, variables: variables, connection: connection
      ).prepare(run: summary.run)
      for warning in prepared.warnings { Console.complain("warning: \(warning)") }
      return prepared
    }
    // Going back needs no playbook: what stood before is in the record.
    let fleet = try await Fleet.load(inventory, connection: connection, variables: variables)
    let hosts =
      KnownRuns(store: try RunStore(home: ProgramHome.path())).state(summary.run)?.hosts.map(\.host) ?? []
    return Prepared(
      plays: [], access: try fleet.access(hosts, run: summary.run), ssh: fleet.ssh, warnings: [], secrets: [],
      variables: [:])
  }

  private func header(_ redactor: Redactor) -> RunHeader {
    RunHeader(
      mode: .run, command: redactor.redacted(CommandLineText.current), user: NSUserName(),
      machine: ProcessInfo.processInfo.hostName, processID: Int(ProcessInfo.processInfo.processIdentifier),
      version: ProgramVersion.text, playbooks: [], inventories: [])
  }
}
