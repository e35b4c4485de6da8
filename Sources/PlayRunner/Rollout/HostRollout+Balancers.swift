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
    let (context, membership, shares) = (context, membership, policy.weights)
    try await context.step(key) { () async throws(StepFailure) in
      // What a process before this one has seen holds: it may have changed it.
      var seen = await context.recorder.step(key)?.memberships
      if seen == nil {
        let found = try await membership.look()
        try membership.checkShares(shares, found)
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
    let shares = serves ? policy.weights.filter { $0 < 100 } : []
    try await context.step(key) { () async throws(StepFailure) in
      try await membership.giveBack(seen, serves: serves, share: shares.first ?? 100)
      for next in shares.dropFirst() + [100] where !shares.isEmpty {
        try await watch()
        try await membership.weigh(seen, share: next)
      }
    }
  }

  /// While the host has a part of its weight: the checks of what has changed go on for `bake`, then `pause` passes.
  private func watch() async throws(StepFailure) {
    let record = await context.recorder.host(plan.host)
    for change in plan.services where change.changes {
      let created = StepKey(play: play, host: plan.host, service: change.spec.name, kind: .create)
      guard
        let container = record?.step(created)?.container ?? change.restores?.id
          ?? (change.verdict.steering == nil ? nil : change.previous?.id)
      else { continue }
      let loop = CheckLoop(
        session: session, clock: context.ports.clock, spec: change.spec, container: container,
        halted: membership.halted)
      guard let trouble = await loop.trouble(.bake(policy.bake)) else { continue }
      throw .failed(await Evidence(session: session).added(to: trouble, container: container))
    }
    let end = context.ports.clock.now().advanced(by: policy.pause)
    while context.ports.clock.now() < end {
      if membership.halted() {
        throw .failed(Trouble(.interrupted, "the rollout was stopped before \(plan.host) was back"))
      }
      try? await context.ports.clock.sleep(for: min(policy.pause, .milliseconds(500)))
    }
  }

  private func seen() async -> [BalancerMembership] {
    let record = await context.recorder.host(plan.host)
    return record?.steps.first { $0.key.play == play && $0.key.kind == .drain }?.memberships ?? []
  }
}
