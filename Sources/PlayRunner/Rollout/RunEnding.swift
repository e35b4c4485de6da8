import PlayModel
import PlayPlanning

/// Ends a run: puts back what has to go back, prunes after success, and says where every host was left.
struct RunEnding: Sendable {
  let context: RunContext
  /// Every host of the run, in order.
  let hosts: [HostName]

  /// Nothing was changed.
  func refuse(
    _ reason: String, fleet: FleetState, outcome: RunOutcome = .refused
  ) async throws(RecordFailure) -> RunOutcome {
    for host in hosts {
      let trouble = fleet.troubles[host]
      let hostOutcome: HostOutcome =
        trouble.map { $0.reason == .unreachable ? .unreachable : .failed } ?? .notAttempted
      try await context.record(.hostFinished(host: host, outcome: hostOutcome, trouble: trouble))
    }
    try await context.record(.finished(outcome, reason: reason))
    return outcome
  }

  /// All batches ran. Single hosts may have failed within the budget.
  func complete(fleet: FleetState, plays: [Play]) async throws(RecordFailure) -> RunOutcome {
    let bad = fleet.failed.merging(fleet.troubles) { first, _ in first }
    if bad.isEmpty, await context.recorder.state.header?.mode != .check {
      try await Pruning(context: context, surveys: fleet.observed.mapValues(\.survey)).prune(plays)
    }
    return try await finish(bad.isEmpty ? .succeeded : .failed, reason: nil, fleet: fleet)
  }

  /// The failure budget is spent, or the user asked to stop.
  func stop(
    _ halt: Halt.Reason, policy: RolloutPolicy, fleet: FleetState
  ) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    let action = policy.onFailure
    let back: [HostName]
    switch (halt, action) {
    case (.interrupted, _), (_, .halt), (_, .continue): back = []
    case (_, .rollback): back = state.hostsToUndo
    case (_, .rollbackBatch): back = lastBatch(state).filter { state.hostsToUndo.contains($0) }
    }
    if !back.isEmpty {
      let reason = fleet.failed.count == 1 ? "1 host failed" : "\(fleet.failed.count) hosts failed"
      try await context.record(.reverting(reason: reason, hosts: back))
      try await revert(back, state: state, fleet: fleet)
    }
    let after = await context.recorder.state
    if halt == .interrupted { return try await finish(.interrupted, reason: "interrupted", fleet: fleet) }
    let whole = after.hosts.allSatisfy { !$0.isTouched }
    return try await finish(whole ? .rolledBack : .failed, reason: nil, fleet: fleet)
  }

  private func lastBatch(_ state: RunState) -> [HostName] {
    guard let play = state.plays.last, let batch = play.batch else { return [] }
    return play.plan.batches[batch]
  }

  /// Puts hosts back in the batches they were changed in, last batch first, so that going back keeps as
  /// many hosts serving as going forward did.
  private func revert(
    _ hosts: [HostName], state: RunState, fleet: FleetState
  ) async throws(RecordFailure) {
    let chosen = Set(hosts)
    for play in state.plays.reversed() {
      for batch in play.plan.batches.reversed() {
        let members = batch.filter(chosen.contains)
        let results = await fanOut(members, limit: context.forks) { host -> Result<Void, RecordFailure> in
          guard let session = context.sessions[host], let survey = fleet.observed[host]?.survey else {
            return .success(())
          }
          let unwind = HostUnwind(context: context, session: session, engine: survey.engine)
          do throws(RecordFailure) { _ = try await unwind.putBack(host, play: play.plan.play) } catch {
            return .failure(error)
          }
          return .success(())
        }
        for result in results { try result.get() }
      }
    }
  }

  private func finish(
    _ wanted: RunOutcome, reason: String?, fleet: FleetState
  ) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    var stuck: [HostName] = []
    for host in hosts {
      let trouble = fleet.failed[host] ?? fleet.troubles[host]
      let outcome = HostVerdict(record: state[host], trouble: trouble, excluded: fleet.troubles[host] != nil)
        .outcome
      if outcome == .stuck { stuck.append(host) }
      let last = state[host]?.steps.lazy.compactMap(\.undoTrouble).first
      try await context.record(.hostFinished(host: host, outcome: outcome, trouble: last ?? trouble))
    }
    let outcome: RunOutcome = stuck.isEmpty || wanted == .interrupted ? wanted : .stuck
    try await context.record(.finished(outcome, reason: reason))
    return outcome
  }
}
