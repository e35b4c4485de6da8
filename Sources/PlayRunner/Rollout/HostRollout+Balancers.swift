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
    guard policy.blueGreen == nil else { return try await membership.verifyOut() }
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

  /// Puts the host into service, as one of the group that takes over.
  func takeOver() async throws(StepFailure) {
    guard let first = plan.services.first else { return }
    let key = StepKey(play: play, host: plan.host, service: first.spec.name, kind: .join)
    guard await !context.isDone(key) else { return }
    let (context, membership) = (context, membership)
    try await context.step(key) { () async throws(StepFailure) in
      var seen = await context.recorder.step(key)?.memberships
      if seen == nil {
        let found = try await membership.look()
        try await context.note(.membershipSeen(key, found))
        seen = found
      }
      try await membership.bringIn(seen ?? [])
    }
  }

  /// Takes the host out of service for good: another one serves in its place.
  func handOver() async throws(StepFailure) {
    guard let first = plan.services.first else { return }
    try await drain(first)
  }

  /// The checks go on as the host serves, and its balancers are watched.
  func bakeBehindBalancers(_ duration: Duration) async throws(StepFailure) {
    let results = await fanOut([true, false], limit: 2) { isChecks -> Result<Void, StepFailure> in
      do throws(StepFailure) {
        if !isChecks {
          try await watchBalancers(duration)
        } else if duration > .zero {
          try await bake(duration)
        }
        return .success(())
      } catch {
        if error.trouble.reason != .interrupted { context.halt.set(.failures) }
        return .failure(error)
      }
    }
    for result in results { try result.get() }
  }

  /// Every balancer goes on seeing that the host serves, for as long as the play bakes.
  func watchBalancers(_ duration: Duration) async throws(StepFailure) {
    let end = context.ports.clock.now().advanced(by: duration)
    var misses = 0
    repeat {
      let down = try await membership.look().first { !$0.isUp || $0.state != .ready }
      misses = down == nil ? 0 : misses + 1
      if let down, misses == 2 {
        throw .failed(
          Trouble(
            .balancer,
            "\(down.balancer) on \(down.host): \(down.backend)/\(down.server) does not serve any more",
            advice: "see the balancer's own health check of this server"))
      }
      if misses == 0, context.ports.clock.now() >= end { return }
      if context.halt.current != nil { return }
      try? await context.ports.clock.sleep(for: .milliseconds(500))
    } while true
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
      var loop = CheckLoop(
        session: session, clock: context.ports.clock, spec: change.spec, container: container,
        halted: membership.halted)
      loop.logErrors = policy.logErrors
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
