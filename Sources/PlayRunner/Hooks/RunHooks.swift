import PlayModel
import PlayPlanning

/// The hooks of the run itself: before the first change, after the last, and when it has failed.
struct RunHooks: Sendable {
  let context: RunContext

  /// Before anything is changed, in the order of the plays; those that an earlier process has run are not run again.
  ///
  /// - Returns: why the run may not begin.
  func before(_ plans: [PlayPlan]) async throws(RecordFailure) -> Trouble? {
    for plan in plans where plan.changes {
      if let trouble = try await run(.beforeRun, plan, outcome: nil) { return trouble }
    }
    return nil
  }

  /// - Returns: the first one that failed; those after it do not run.
  func after() async throws(RecordFailure) -> Trouble? {
    for plan in await context.recorder.state.plays.map(\.plan) where plan.changes {
      if let trouble = try await run(.afterRun, plan, outcome: .succeeded) { return trouble }
    }
    return nil
  }

  /// After everything that goes back is back. Their failures are recorded and change nothing any more.
  func failed(_ outcome: RunOutcome) async throws(RecordFailure) {
    for plan in await context.recorder.state.plays.map(\.plan) where plan.changes {
      _ = try await run(.onFailure, plan, outcome: outcome)
    }
  }

  /// Takes back what was run before the first change, the last one first.
  func takeBack() async throws(RecordFailure) {
    let state = await context.recorder.state
    for record in state.hooks.reversed() where record.key.stage == .beforeRun && record.wantsUndo {
      guard record.hook.undo != nil, let place = await place(of: record.key.play) else { continue }
      let occasion = HookCaller.Occasion(
        key: record.key, host: place.host, service: place.service, isUndo: true)
      let failure = await failure(record.hook, occasion)
      try await context.record(.hookUndone(record.key, failure?.outcome ?? .succeeded, failure?.trouble))
    }
  }

  private func run(
    _ stage: Hook.Stage, _ plan: PlayPlan, outcome: RunOutcome?
  ) async throws(RecordFailure) -> Trouble? {
    for (index, hook) in (plan.policy.hooks[stage] ?? []).enumerated() {
      let key = Hook.Key(play: plan.play, stage: stage, index: index)
      let before = await context.recorder.state.hook(key)
      if before?.outcome == .succeeded { continue }
      guard let host = plan.changingHosts.first,
        let service = plan.hosts.first(where: { $0.host == host })?.services.first?.spec.name
      else { continue }
      try await context.record(.hookStarted(key, hook))
      var facts = [HookCall.Variable(name: "HOSTS", value: HostSet(plan.changingHosts).description)]
      if let outcome { facts.append(HookCall.Variable(name: "OUTCOME", value: outcome.rawValue)) }
      let occasion = HookCaller.Occasion(key: key, host: host, service: service, facts: facts)
      let failure = await failure(hook, occasion)
      try await context.record(.hookFinished(key, failure?.outcome ?? .succeeded, failure?.trouble))
      if let failure { return failure.trouble }
    }
    return nil
  }

  private func failure(_ hook: Hook, _ occasion: HookCaller.Occasion) async -> StepFailure? {
    let operation = "\(context.run)/hook/\(occasion.key)"
    do throws(StepFailure) {
      try await HookCaller(context: context).call(hook, occasion, operation: operation)
      return nil
    } catch { return error }
  }

  /// The play's first host that changes, and a service whose lock is held there.
  private func place(of play: Int) async -> (host: HostName, service: ServiceName)? {
    let state = await context.recorder.state
    if let plan = state.plays.first(where: { $0.plan.play == play })?.plan,
      let host = plan.changingHosts.first,
      let service = plan.hosts.first(where: { $0.host == host })?.services.first
    {
      return (host, service.spec.name)
    }
    guard context.plays.indices.contains(play), let host = context.plays[play].hosts.first,
      let service = host.services.first
    else { return nil }
    return (host.host, service.name)
  }
}
