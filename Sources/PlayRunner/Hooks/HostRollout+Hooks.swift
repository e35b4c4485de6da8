import PlayModel
import PlayPlanning

/// The play's hooks on one host: each stage is one step, which goes by the name of the first service that changes.
extension HostRollout {
  func runHooks(_ stage: Hook.Stage, _ change: ServiceChange) async throws(StepFailure) {
    let hooks = policy.hooks[stage] ?? []
    guard !hooks.isEmpty else { return }
    let key = StepKey(
      play: play, host: plan.host, service: change.spec.name,
      kind: stage == .beforeHost ? .beforeHost : .afterHost)
    guard await !context.isDone(key) else { return }
    let (context, host) = (context, plan.host)
    try await context.step(key) { () async throws(StepFailure) in
      for (index, hook) in hooks.enumerated() {
        let occasion = HookCaller.Occasion(
          key: Hook.Key(play: key.play, stage: stage, index: index), host: host, service: key.service)
        try await HookCaller(context: context).call(
          hook, occasion, operation: "\(context.run)/\(key)/\(index)")
      }
    }
  }
}

extension HostUnwind {
  /// Takes a stage's hooks on the host back, the last one first.
  func undoHooks(_ key: StepKey, _ policy: RolloutPolicy?) async throws(StepFailure) {
    let stage: Hook.Stage = key.kind == .beforeHost ? .beforeHost : .afterHost
    for (index, hook) in (policy?.hooks[stage] ?? []).enumerated().reversed() {
      let occasion = HookCaller.Occasion(
        key: Hook.Key(play: key.play, stage: stage, index: index), host: key.host, service: key.service,
        isUndo: true)
      try await HookCaller(context: context).call(
        hook, occasion, operation: "\(context.run)/\(key)/\(index)")
    }
  }
}
