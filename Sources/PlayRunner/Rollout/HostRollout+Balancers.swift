import PlayModel
import PlayPlanning

/// The host's way out of its load balancers before its services change, and back into them after.
///
/// Both steps are the whole host's; they go by the name of its first service that changes.
extension HostRollout {
  private var membership: HostMembership {
    let goesBack = policy.onFailure == .rollback || policy.onFailure == .rollbackBatch
    return HostMembership(
      context: context, host: plan.host, balancers: policy.balancers,
      halted: { goesBack && context.halt.current == .failures })
  }

  func drain(_ change: ServiceChange) async throws(StepFailure) {
    let key = StepKey(play: play, host: plan.host, service: change.spec.name, kind: .drain)
    guard await !context.isDone(key) else { return }
    let context = context
    let membership = membership
    try await context.step(key) { () async throws(StepFailure) in
      // What a process before this one has seen holds: it may have changed it.
      var seen = await context.recorder.step(key)?.memberships
      if seen == nil {
        let found = try await membership.look()
        try await context.note(.membershipSeen(key, found))
        seen = found
      }
      try await membership.takeOut(seen ?? [], sparesLast: true)
    }
  }

  /// Right before something on the host is stopped.
  func verifyDrained() async throws(StepFailure) {
    guard !policy.balancers.isEmpty else { return }
    try await membership.verify(await seen())
  }

  func join(_ change: ServiceChange) async throws(StepFailure) {
    let key = StepKey(play: play, host: plan.host, service: change.spec.name, kind: .join)
    guard await !context.isDone(key) else { return }
    let serves = plan.services.contains { $0.verdict != .remove && $0.verdict != .stop }
    let (membership, seen) = (membership, await seen())
    try await context.step(key) { () async throws(StepFailure) in
      try await membership.giveBack(seen, serves: serves)
    }
  }

  private func seen() async -> [BalancerMembership] {
    let record = await context.recorder.host(plan.host)
    return record?.steps.first { $0.key.play == play && $0.key.kind == .drain }?.memberships ?? []
  }
}
