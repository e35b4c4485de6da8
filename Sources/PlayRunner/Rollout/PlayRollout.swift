import PlayModel
import PlayPlanning

/// Carries one play out, batch by batch, until it is done or its failure budget is spent.
struct PlayRollout: Sendable {
  let context: RunContext
  let plan: PlayPlan
  /// The play's whole host count: what percentages are of.
  let hostCount: Int
  let surveys: [HostName: HostSurvey]

  /// - Parameter alreadyFailed: hosts left out before; they count against the budget.
  /// - Returns: the hosts that failed here, already put back as far as they themselves go.
  func run(alreadyFailed: Set<HostName>) async throws(RecordFailure) -> [HostName: Trouble] {
    let budget = plan.policy.maxFailures.allowed(of: hostCount)
    var failures: [HostName: Trouble] = [:]
    var health = healthBudget()
    for (index, batch) in plan.batches.enumerated() {
      if context.halt.current != nil { return failures }
      if plan.policy.order == .stopFirst, !health.allows(batch) {
        try await context.record(
          .note(
            "min_healthy: \(health.healthy.count) hosts are healthy and \(health.required) have to be, so no further batch begins"
          ))
        context.halt.set(.failures)
        return failures
      }
      try await context.record(.batchStarted(play: plan.play, batch: index, hosts: batch))
      let failed = try await run(batch: batch, budget: budget, spent: alreadyFailed.count + failures.count)
      failures.merge(failed) { first, _ in first }
      health.note(changed: batch.filter { failed[$0] == nil }, failed: [])
      try await context.record(.batchFinished(play: plan.play, batch: index))
      if index + 1 < plan.batches.count, context.halt.current == nil, plan.policy.pause > .zero {
        try await context.record(.waiting(reason: "pause between batches", duration: plan.policy.pause))
        try? await pause(plan.policy.pause)
      }
    }
    return failures
  }

  /// One batch: its hosts at once, then its bake.
  private func run(
    batch: [HostName], budget: Int, spent: Int
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    let counter = FailureCounter(spent: spent, budget: plan.policy.onFailure == .continue ? Int.max : budget)
    let deployed = try await each(batch, counter: counter) { rollout throws(StepFailure) in
      try await rollout.deploy()
    }
    guard plan.policy.bake > .zero, context.halt.current == nil else { return deployed }
    try await context.record(.waiting(reason: "baking", duration: plan.policy.bake))
    let good = batch.filter { deployed[$0] == nil }
    let baked = try await each(good, counter: counter) { rollout throws(StepFailure) in
      try await rollout.bake(plan.policy.bake)
    }
    return deployed.merging(baked) { first, _ in first }
  }

  private func each(
    _ hosts: [HostName], counter: FailureCounter,
    _ work: @escaping @Sendable (HostRollout) async throws(StepFailure) -> Void
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    let results = await fanOut(hosts, limit: context.forks) {
      host -> Result<(HostName, Trouble)?, RecordFailure> in
      guard let rollout = rollout(host) else { return .success(nil) }
      do throws(StepFailure) {
        try await work(rollout)
        return .success(nil)
      } catch {
        if case .unrecorded(let failure) = error { return .failure(failure) }
        if error.trouble.reason != .interrupted, counter.spend() { context.halt.set(.failures) }
        do throws(RecordFailure) {
          let stuck = try await rollout.putBack()
          return .success((host, stuck ?? error.trouble))
        } catch { return .failure(error) }
      }
    }
    var failures: [HostName: Trouble] = [:]
    for result in results {
      if let (host, trouble) = try result.get() { failures[host] = trouble }
    }
    return failures
  }

  private func rollout(_ host: HostName) -> HostRollout? {
    guard let session = context.sessions[host], let survey = surveys[host],
      let hostPlan = plan.hosts.first(where: { $0.host == host })
    else { return nil }
    return HostRollout(
      context: context, session: session, play: plan.play, order: plan.policy.order, plan: hostPlan,
      survey: survey)
  }

  private func healthBudget() -> HealthBudget {
    let healthy = plan.hosts.filter { host in host.services.allSatisfy { $0.previous?.isServing ?? false } }
    return HealthBudget(
      required: plan.policy.minHealthy.required(of: hostCount), healthy: Set(healthy.map(\.host)))
  }

  /// In small pieces, so that a request to stop is heard.
  private func pause(_ duration: Duration) async throws {
    let end = context.ports.clock.now().advanced(by: duration)
    while context.halt.current == nil {
      let left = end.since(context.ports.clock.now())
      guard left > .zero else { return }
      try await context.ports.clock.sleep(for: min(left, .milliseconds(500)))
    }
  }
}
