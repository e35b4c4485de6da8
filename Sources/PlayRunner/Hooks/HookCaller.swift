import PlayModel
import PlayPlanning

/// Runs hooks where they belong, and says how they ended.
struct HookCaller: Sendable {
  let context: RunContext

  /// What a hook is about.
  struct Occasion: Sendable {
    var key: Hook.Key
    /// The host it is for; of a hook of the run the play's first.
    var host: HostName
    /// Its lock is the hook's on the host.
    var service: ServiceName
    var isUndo = false
    /// Beside those that every hook is told.
    var facts: [HookCall.Variable] = []
  }

  /// - Parameter operation: the id under which the host remembers that the hook was done; its undo has one of its own.
  func call(_ stored: Hook, _ occasion: Occasion, operation: String) async throws(StepFailure) {
    let hook = whole(stored, occasion.key)
    guard let command = occasion.isUndo ? hook.undo : hook.command else { return }
    let call = HookCall(
      command: command, seconds: max(1, hook.timeout.components.seconds),
      variables: try await variables(hook, occasion))
    let deadline = hook.timeout + .seconds(30)
    let ending: HostSession.Ending
    switch hook.place {
    case .controller:
      guard let controller = context.ports.controller else {
        throw .failed(Trouble(.hook, "\(Self.name(command)) cannot be run here"))
      }
      let request = HostRequest(.hook(call), deadline: deadline)
      let answer: ScriptReport?
      do throws(HostFailure) {
        answer = try await controller.carry(request, nonce: context.ports.nonce())
      } catch { throw .failed(Trouble(.hook, "\(Self.name(command)) cannot be run: \(error.detail)")) }
      guard let answer else {
        throw .failed(Trouble(.hook, "\(Self.name(command)) ended without a word"))
      }
      ending = .reported(answer)
    case .host:
      guard let session = context.sessions[occasion.host] else {
        throw .failed(Trouble(.unreachable, "the host has no connection settings"))
      }
      let id = occasion.isUndo ? operation + "/undo" : operation
      // A late word of what is taken back must have no effect any more.
      ending = await session.change(
        .hook(call), id: id, service: occasion.service, cancels: occasion.isUndo ? [operation] : [],
        deadline: deadline)
    }
    switch ending {
    case .reported(let report) where report.succeeded: return
    case .reported(let report): throw .failed(Self.trouble(command, report))
    case .notSent(let failure):
      throw .failed(Trouble(.unreachable, failure.detail, advice: failure.advice))
    case .unknown(let failure):
      throw .unknown(Trouble(.lostConnection, failure.detail, advice: failure.advice))
    }
  }

  private static func trouble(_ command: String, _ report: ScriptReport) -> Trouble {
    let how = report.fact("ended") ?? report.fact("lost").map { "lost the host to \($0)" } ?? "failed"
    let log = report.messages.map { String($0.drop { $0 == " " }) }
    // One line is in the sentence.
    return Trouble(
      .hook, "\(name(command)) \(how)" + (log.last.map { ": \($0)" } ?? ""), log: log.count > 1 ? log : [])
  }

  /// The whole command is in the record of the play.
  private static func name(_ command: String) -> String {
    let line = command.split(separator: "\n", omittingEmptySubsequences: true).first.map(String.init) ?? ""
    let isCut = line.count > 60 || line.count < command.count
    return "the hook `\(line.prefix(60))\(isCut ? "…" : "")`"
  }

  /// Its secrets are in no journal: they come from the playbook as it is now.
  private func whole(_ stored: Hook, _ key: Hook.Key) -> Hook {
    guard stored.environment.values.contains(.withheld), context.plays.indices.contains(key.play),
      let today = context.plays[key.play].rollout.hooks[key.stage], today.indices.contains(key.index),
      today[key.index].command == stored.command, today[key.index].undo == stored.undo
    else { return stored }
    return today[key.index]
  }

  private func variables(
    _ hook: Hook, _ occasion: Occasion
  ) async throws(StepFailure) -> [HookCall.Variable] {
    let state = await context.recorder.state
    let play =
      state.plays.first { $0.plan.play == occasion.key.play }?.plan.name
      ?? (context.plays.indices.contains(occasion.key.play) ? context.plays[occasion.key.play].name : "")
    var told: [(String, String)] = [
      ("RUN", context.run.text), ("PLAY", play), ("STAGE", occasion.key.stage.rawValue),
      ("HOST", occasion.host.text),
      ("ADDRESS", context.sessions[occasion.host]?.address ?? occasion.host.text),
      ("USER", state.header?.user ?? ""), ("UNDO", occasion.isUndo ? "1" : ""),
    ]
    told += occasion.facts.map { ($0.name, $0.value) }
    var variables = told.map { HookCall.Variable(name: "SWIFTPLAY_\($0.0)", value: $0.1) }
    for (name, value) in hook.environment.sorted(by: { $0.key < $1.key }) {
      guard let text = value.reveal() else {
        throw .failed(
          Trouble(
            .hook, "the secret \(name) of the hook `\(hook.command)` is kept nowhere",
            advice: "run it by hand, or name the playbook that has it"))
      }
      variables.append(HookCall.Variable(name: name, value: text))
    }
    return variables
  }
}
