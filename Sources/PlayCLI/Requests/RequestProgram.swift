import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayStore

/// Carries out one approved request, or goes on with one whose process is gone.
struct RequestProgram {
  let request: ChangeRequest
  let output: OutputOptions
  let waits: Bool
  /// Says nothing of a request whose window is closed.
  var isQuiet = false

  enum Ending {
    /// It was carried out, and succeeded.
    case ran
    /// Not now: its window is closed, or somebody else is at it.
    case waits
    /// It is not what was approved any more; those after it may be.
    case stale
  }

  func run() async throws -> Ending {
    let store = try RunStore(home: ProgramHome.path())
    let home = URL(fileURLWithPath: ProgramHome.path()).path
    if request.status == .running { return try await goOn(store) }
    guard let command = try? RequestCommand.parse(Array(ShellWord.words(request.command).dropFirst(2)))
    else { return try refuse("the request \(request.id) cannot be read back: \(request.command)") }
    guard FileManager.default.changeCurrentDirectoryPath(request.directory) else {
      return try refuse("the folder of the request \(request.id) is gone: \(request.directory)")
    }
    setenv("SWIFTPLAY_HOME", home, 1)
    let prepared = try await Preparation(
      playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
      connection: command.connection, windows: request.windows
    ).prepare(run: request.id)
    let clock = SystemClock()
    if case .closed = WindowGate(prepared.plays.map(\.windows), at: clock.now()), !waits {
      if !isQuiet, let next = WindowGate.nextOpening(prepared.plays.map(\.windows), from: clock.now()) {
        Console.complain(
          "request \(request.id) waits for its window: \(WindowText.instant(next, zone: .utc))")
      }
      return .waits
    }
    let run = RunID.new(at: clock.now())
    guard try store.claim(request.id, run: run, by: .current) else { return .waits }
    guard PlaysDigest.of(prepared.plays) == request.digest else {
      Console.complain(
        "swiftplay: the request \(request.id) is not what was approved any more: its playbook, inventory or variables have changed; "
          + "ask again with swiftplay request")
      try store.finish(request.id, as: .stale, outcome: nil)
      return .stale
    }
    let decision = request.decision.map { ", approved by \($0.user)" } ?? ""
    if output.output == .human {
      Console.print("Request \(request.id) of \(request.user)\(decision): \(request.reason)\n")
    }
    do {
      try await RolloutProgram(
        playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
        connection: command.connection, output: output, mode: .run, diff: false, yes: true, force: false,
        window: WindowChoice(names: request.windows, waits: waits), runID: run, commandLine: request.command
      ).run()
    } catch {
      try end(store, run)
      throw error
    }
    try end(store, run)
    return .ran
  }

  /// What the run came to; one that never began stays approved, one that waits stays running.
  private func end(_ store: RunStore, _ run: RunID) throws {
    let summary = try? store.run(matching: run.text)
    switch summary?.outcome {
    case nil where summary == nil: try store.finish(request.id, as: .approved, outcome: nil)
    case nil, .interrupted, .waiting: break
    case .some(let outcome): try store.finish(request.id, as: .done, outcome: outcome)
    }
  }

  private func goOn(_ store: RunStore) async throws -> Ending {
    guard let run = request.run else { return .waits }
    guard let summary = try? store.run(matching: run.text), summary.run == run else {
      guard try store.claimant(of: request.id)?.isAlive != true else { return .waits }
      // Its process ended before it had begun.
      try store.finish(request.id, as: .approved, outcome: nil)
      return .waits
    }
    guard !KnownRuns(store: store).isAlive(summary) else { return .waits }
    if summary.outcome == nil || summary.outcome == .interrupted || summary.outcome == .waiting {
      do {
        try await ResumeProgram(
          id: run.text, direction: .onward, inventory: InventoryOptions.parse([]),
          variables: VariableOptions.parse([]), connection: ConnectionOptions.parse([]), output: output,
          window: WindowChoice(names: request.windows, waits: waits)
        ).run()
      } catch {
        try end(store, run)
        throw error
      }
    }
    try end(store, run)
    return .ran
  }

  private func refuse(_ why: String) throws -> Ending {
    Console.complain("swiftplay: \(why)")
    throw ExitCode(RunOutcome.refused.exitCode)
  }
}
