import PlayModel
import PlayPlanning

/// Carries one play out, batch by batch, until it is done or its failure budget is spent.
struct PlayRollout: Sendable {
  let context: RunContext
  let plan: PlayPlan
  /// The play's whole host count: what percentages are of.
  let hostCount: Int
  /// Hosts that cannot be reached now, although the plan has them (a resumed run's).
  let excluded: [HostName: Trouble]
  /// When traffic may move from group to group; empty: at any time.
  let switchWindows: [Window]
  private let hostPlans: [HostName: HostPlan]

  init(
    context: RunContext, plan: PlayPlan, hostCount: Int, switchWindows: [Window] = [],
    excluded: [HostName: Trouble] = [:]
  ) {
    self.switchWindows = switchWindows
    self.context = context
    self.plan = plan
    self.hostCount = hostCount
    self.excluded = excluded
    hostPlans = Dictionary(plan.hosts.map { ($0.host, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Begins where the run's record says: what earlier processes have done is not done again.
  ///
  /// - Parameter alreadyFailed: hosts left out before; they count against the budget.
  /// - Returns: the hosts that failed here, already put back as far as they themselves go.
  func run(alreadyFailed: Set<HostName>) async throws(RecordFailure) -> [HostName: Trouble] {
    let budget = plan.policy.maxFailures.allowed(of: hostCount)
    let started = await context.recorder.state.plays[plan.play]
    var failures = try await putBackEarlierFailures()
    if failures.count + alreadyFailed.count > budget, plan.policy.onFailure != .continue {
      context.halt.set(.failures)
    }
    var health = healthBudget()
    for (index, batch) in plan.batches.enumerated() {
      let isRunning = started.isBatchRunning && started.batch == index
      if let last = started.batch, index <= last, !isRunning {
        if index == plan.groupSwitch?.batch {
          // Traffic moves as a whole or not at all: killed before it went back, the run goes back now.
          guard await hasTurned() else {
            context.halt.set(.failures)
            return failures
          }
          // It has moved, and the group it has left is not upgraded: that comes to its end, or all goes back.
          if context.halt.current == nil, await isLeftHalf(batch) {
            let failed = try await turnOver(batch.filter { failures[$0] == nil }, failures)
            failures.merge(failed) { first, _ in first }
          }
          try await note(batch, failures, &health)
          continue
        }
        var (missed, begun) = await unfinished(batch)
        try await note(batch.filter { !missed.contains($0) && !begun.contains($0) }, failures, &health)
        if try await !mayStop(missed, health) { missed = [] }
        let left = batch.filter { missed.contains($0) || begun.contains($0) }
        if !left.isEmpty {
          let failed = try await run(
            batch: left, budget: budget, spent: alreadyFailed.count + failures.count)
          failures.merge(failed) { first, _ in first }
        }
        try await note(left, failures, &health)
        continue
      }
      // A batch that an earlier process was in comes to its end where nothing goes back: hosts in flight
      // would be neither new nor previous.
      if context.halt.current != nil, !isRunning || goesBack || context.halt.current == .interrupted {
        return failures
      }
      if !isRunning {
        if index == plan.groupSwitch?.batch, let gate = try await switchGate(isFirst: started.batch == nil) {
          context.halt.set(gate)
          return failures
        }
        guard try await mayStop(batch, health) else { return failures }
        if let refusal = await BatchGate(context: context, plan: plan).refusal() {
          try await context.record(.note("no further batch begins: \(refusal)"))
          context.halt.set(.cutoff)
          return failures
        }
        try await context.enter([.batchStarted(play: plan.play, batch: index, hosts: batch)])
      }
      let members = batch.filter { failures[$0] == nil }
      let failed =
        index == plan.groupSwitch?.batch
        ? try await turnOver(members, failures)
        : try await run(batch: members, budget: budget, spent: alreadyFailed.count + failures.count)
      failures.merge(failed) { first, _ in first }
      try await note(batch, failures, &health)
      // A batch that was broken off stays open: whoever goes on begins with it.
      if context.halt.current == .interrupted { return failures }
      try await context.enter([.batchFinished(play: plan.play, batch: index)])
      if index + 1 < plan.batches.count, context.halt.current == nil, plan.policy.confirm,
        plan.policy.blueGreen == nil || plan.groupSwitch?.batch == index + 1,
        await !context.ports.gate(plan, index)
      {
        context.halt.set(.gate)
        return failures
      }
      if index + 1 < plan.batches.count, context.halt.current == nil, plan.policy.pause > .zero {
        try await context.record(.waiting(reason: "pause between batches", duration: plan.policy.pause))
        try? await pause(plan.policy.pause)
      }
    }
    return failures
  }

  private var goesBack: Bool {
    plan.policy.onFailure == .rollback || plan.policy.onFailure == .rollbackBatch
  }

  /// Hosts of a batch that is over which have yet to change: `missed` ones could not be reached when it was their
  /// turn; with those that have `begun` an earlier process was making up for that, and they come to their end also
  /// where nothing else begins any more.
  private func unfinished(_ batch: [HostName]) async -> (missed: [HostName], begun: [HostName]) {
    let halt = context.halt.current
    guard halt == nil || (!goesBack && halt != .interrupted) else { return ([], []) }
    var (missed, begun): ([HostName], [HostName]) = ([], [])
    for host in batch where excluded[host] == nil {
      guard let record = await context.recorder.host(host), !record.hasFailed else { continue }
      let deploying = record.steps.filter { $0.key.play == plan.play && $0.key.kind != .pull }
      let lacksHooks =
        plan.policy.hooks[.afterHost] != nil && !deploying.contains { $0.key.kind == .afterHost }
      if deploying.isEmpty {
        if halt == nil { missed.append(host) }
      } else if lacksHooks || !record.isComplete || deploying.contains(where: { $0.status == .started }) {
        begun.append(host)
      }
    }
    return (missed, begun)
  }

  /// Whether enough hosts stay healthy while these are down together; where not, the record says so and nothing more
  /// begins.
  private func mayStop(_ batch: [HostName], _ health: HealthBudget) async throws(RecordFailure) -> Bool {
    guard plan.policy.order == .stopFirst, plan.policy.blueGreen == nil, !health.allows(batch)
    else { return true }
    try await context.record(
      .note(
        "min_healthy: \(health.healthy.count) hosts are healthy and \(health.required) have to be, so no further batch begins"
      ))
    context.halt.set(.failures)
    return false
  }

  /// Hosts that failed under an earlier process, which may not have put them back to the end.
  private func putBackEarlierFailures() async throws(RecordFailure) -> [HostName: Trouble] {
    let state = await context.recorder.state
    let failed = plan.batches.flatMap(\.self).compactMap { host in
      state[host]?.failure(in: plan.play).map { (host, $0) }
    }
    // Once traffic has begun to move, hosts go back in the order that keeps a group serving: all of the run does.
    if let turn = plan.groupSwitch?.batch, let batch = state.plays[plan.play].batch, batch >= turn {
      return Dictionary(failed, uniquingKeysWith: { first, _ in first })
    }
    let results = await fanOut(failed, limit: context.forks) {
      host, trouble -> Result<(HostName, Trouble), RecordFailure> in
      guard let rollout = rollout(host) else { return .success((host, trouble)) }
      do throws(RecordFailure) { return .success((host, try await rollout.putBack() ?? trouble)) } catch {
        return .failure(error)
      }
    }
    var failures: [HostName: Trouble] = [:]
    for result in results {
      let (host, trouble) = try result.get()
      failures[host] = trouble
    }
    return failures
  }

  private func note(
    _ batch: [HostName], _ failures: [HostName: Trouble], _ health: inout HealthBudget
  ) async throws(RecordFailure) {
    var lost: [HostName] = []
    for host in batch where failures[host] != nil {
      if await context.recorder.host(host)?.isTouched ?? false { lost.append(host) }
    }
    health.note(changed: batch.filter { failures[$0] == nil && excluded[$0] == nil }, failed: lost)
  }

  /// One batch: its hosts at once, then its bake.
  private func run(
    batch: [HostName], budget: Int, spent: Int
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    let counter = FailureCounter(spent: spent, budget: plan.policy.onFailure == .continue ? Int.max : budget)
    let deployed = try await each(batch, counter: counter) { rollout throws(StepFailure) in
      try await rollout.deploy()
    }
    // A group that does not serve yet proves nothing by going on, and where all is stopped nothing goes on.
    let starts = batch.contains { host in
      hostPlans[host]?.services.contains { $0.changes && $0.lastStep == .check } ?? false
    }
    guard plan.policy.bake > .zero, context.halt.current == nil, plan.policy.blueGreen == nil, starts else {
      return deployed
    }
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
      guard let rollout = rollout(host) else {
        if counter.spend() { context.halt.set(.failures) }
        return .success((host, Trouble(.unreachable, "the host has no connection settings")))
      }
      do throws(StepFailure) {
        if let trouble = excluded[host] { throw .failed(trouble) }
        try await work(rollout)
        return .success(nil)
      } catch {
        switch error {
        case .unrecorded(let failure): return .failure(failure)
        case .leftOpen(let trouble): return .success((host, trouble))
        case .failed(let trouble), .unknown(let trouble):
          if trouble.reason != .interrupted, counter.spend() { context.halt.set(.failures) }
          do throws(RecordFailure) {
            let stuck = try await rollout.putBack()
            return .success((host, stuck ?? trouble))
          } catch { return .failure(error) }
        }
      }
    }
    var failures: [HostName: Trouble] = [:]
    for result in results {
      if let (host, trouble) = try result.get() { failures[host] = trouble }
    }
    return failures
  }

  func rollout(_ host: HostName) -> HostRollout? {
    guard let session = context.sessions[host], let hostPlan = hostPlans[host]
    else { return nil }
    return HostRollout(
      context: context, session: session, play: plan.play, policy: plan.policy, plan: hostPlan)
  }

  private func healthBudget() -> HealthBudget {
    let healthy = plan.hosts.filter { host in
      excluded[host.host] == nil && host.services.allSatisfy { $0.previous?.isServing ?? false }
    }
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
