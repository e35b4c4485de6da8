import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayRunner
import PlaySSH
import PlayStore

/// `run` and `plan` from the command line to the exit code: the one place that puts the rooms together.
struct RolloutProgram {
  let playbooks: [String]
  let inventory: InventoryOptions
  let variables: VariableOptions
  let connection: ConnectionOptions
  let output: OutputOptions
  let mode: RunHeader.Mode
  let diff: Bool
  let yes: Bool
  let force: Bool
  var detailedExitCode = false
  /// Runs that nobody is to go on with.
  var abandon: [String] = []
  var window = WindowChoice()
  /// Chosen before, where somebody else has to know it.
  var runID: RunID?
  /// What the record says it was started with, where that is not this process's own command line.
  var commandLine: String?
  /// Sees what each play will do.
  var onPlan: @Sendable (PlayPlan) -> Void = { _ in }

  func run() async throws {
    let clock = SystemClock()
    let run = runID ?? RunID.new(at: clock.now())
    let prepared = try await Preparation(
      playbooks: playbooks, inventory: inventory, variables: variables, connection: connection,
      windows: window.names
    ).prepare(run: run)
    for warning in prepared.warnings { Console.complain("warning: \(warning)") }

    let redactor = Redactor(prepared.secrets)
    let entry = WindowEntry(run, window, home: ProgramHome.path(), clock: clock)
    defer { entry.places.leave() }
    let opening = mode == .run ? try await entry.enter(prepared.plays.map(\.windows)) : nil
    let ahead = ConnectionsAhead(
      to: prepared.access, limit: connection.forks,
      connect: Self.connect(SSHConnector(configuration: prepared.ssh)))
    let journal: any RunJournal
    var known: KnownRuns?
    switch mode {
    case .check: journal = TransientJournal(run: run, clock: clock)
    case .run, .rollback, .start, .stop, .restart:
      let store = try RunStore(home: ProgramHome.path(), redact: { redactor.redacted($0) })
      let runs = KnownRuns(store: store)
      try await heedUnfinished(runs, hosts: Set(prepared.access.keys), clock: clock)
      known = runs
      journal = try store.startJournal(of: run, clock: clock)
    }
    let foreground = Foreground(run: run, output: output, diff: diff, redactor: redactor)
    let screen = foreground.screen
    let ports = RunPorts(
      connect: { await ahead.link(to: $0) }, controller: ControllerHost.link,
      journal: journal, clock: clock,
      nonce: { Nonce.text() }, standing: { [known] in known?.standing($0) ?? .foreign },
      observer: { [onPlan] event, state in
        if case .planned(let plan) = event.body { onPlan(plan) }
        screen.show(event, state)
      },
      confirm: confirmation(screen), gate: GatePrompt.gate(screen, output),
      earlierBatches: { [known] plan in known?.earlierBatches(of: plan) ?? [] })
    var header = header(prepared)
    header.window = opening
    header.windowOverride = mode == .run ? window.override : nil
    let request = RunRequest(
      run: run, header: header, plays: prepared.plays, hosts: prepared.access, force: force,
      window: opening, patience: window.patience, forks: connection.forks)
    let outcome = try await foreground.carryOut(clock) {
      try await Rollout(request, ports: ports, halt: foreground.halt).run()
    }
    foreground.tellWhatGoesOn(after: outcome)
    if outcome == .succeeded, detailedExitCode, screen.sawChanges { throw ProgramExit.changesFound }
    if outcome != .succeeded { throw ExitCode(outcome.exitCode) }
  }

  /// A run that was broken off half-way on these hosts has to be dealt with first.
  private func heedUnfinished(_ known: KnownRuns, hosts: Set<HostName>, clock: SystemClock) async throws {
    for id in abandon {
      let summary = try known.store.run(matching: id)
      guard !known.isAlive(summary) else {
        Console.complain(
          "swiftplay: run \(summary.run) is still going on (process \(known.process(summary))): "
            + "stop it with Ctrl-C or kill -INT before it can be abandoned")
        throw ExitCode(RunOutcome.refused.exitCode)
      }
      try await known.abandon(summary.run, reason: "by \(NSUserName()), for another run", clock: clock)
    }
    guard let first = try known.blocking(hosts).first else { return }
    Console.complain(
      "swiftplay: run \(first.run) of \(first.header.user) was not finished on these hosts: "
        + "swiftplay resume \(first.run), swiftplay cancel \(first.run), or run again with --abandon \(first.run)"
    )
    throw ExitCode(RunOutcome.refused.exitCode)
  }

  /// Connects over SSH; every request is then a script.
  static func connect(
    _ connector: SSHConnector
  ) -> @Sendable (HostAccess) async -> Result<any HostLink, HostFailure> {
    { access in
      do throws(HostFailure) {
        return .success(ScriptLink(remote: try await connector.connect(to: access.target), access: access))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Asks before the first change when somebody sits at a terminal.
  private func confirmation(_ screen: RunScreen) -> @Sendable ([PlayPlan]) async -> Bool {
    guard mode == .run, !yes, output.output == .human, Console.inputIsTerminal, Console.outputIsTerminal
    else {
      return { _ in true }
    }
    return { plans in
      let hosts = Set(plans.flatMap(\.changingHosts)).count
      return screen.ask(plans, "Change \(hosts) \(hosts == 1 ? "host" : "hosts")? [y/N] ")
    }
  }

  private func header(_ prepared: Prepared) -> RunHeader {
    let git = playbooks.first.flatMap { GitCheckout(containing: $0) }
    let redactor = Redactor(prepared.secrets)
    return RunHeader(
      mode: mode, command: redactor.redacted(commandLine ?? CommandLineText.current), user: NSUserName(),
      machine: ProcessInfo.processInfo.hostName, processID: Int(ProcessInfo.processInfo.processIdentifier),
      version: ProgramVersion.text, playbooks: playbooks, inventories: inventory.inventory,
      gitCommit: git?.commit, gitDirty: git?.isDirty ?? false, variables: prepared.variables,
      directory: FileManager.default.currentDirectoryPath)
  }
}
