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
    let ends = hosts.map { host in
      let trouble = fleet.troubles[host]
      let hostOutcome: HostOutcome =
        trouble.map { $0.reason == .unreachable ? .unreachable : .failed } ?? .notAttempted
      return RunEvent.Body.hostFinished(host: host, outcome: hostOutcome, trouble: trouble)
    }
    try await context.record(ends + [.finished(outcome, reason: reason)])
    return outcome
  }

  /// All batches ran. Single hosts may have failed within the budget.
  func complete(fleet: FleetState) async throws(RecordFailure) -> RunOutcome {
    let bad = fleet.failed.merging(fleet.troubles) { first, _ in first }
    if bad.isEmpty, await context.recorder.state.header?.mode != .check {
      try await Pruning(context: context, observed: fleet.observed).prune()
      if let trouble = try await RunHooks(context: context).after() {
        return try await finish(.failed, reason: trouble.detail, fleet: fleet)
      }
    }
    return try await finish(bad.isEmpty ? .succeeded : .failed, reason: nil, fleet: fleet)
  }

  /// The failure budget is spent, or the user asked to stop.
  func stop(
    _ halt: Halt.Reason, policy: RolloutPolicy, fleet: FleetState
  ) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    let back: [HostName]
    switch (halt, policy.onFailure) {
    case (.interrupted, _):
      return try await finish(.interrupted, reason: "interrupted", fleet: fleet)
    case (.cutoff, _):
      return try await stopAtCutoff(state, fleet: fleet)
    case (.gate, _):
      let finished = (state.plays.last?.batch ?? 0) + 1
      let count = state.plays.last?.plan.batches.count ?? finished
      if let groups = state.plays.last?.plan.groupSwitch {
        return try await finish(
          .waiting,
          reason: "\(groups.incoming.name) is ready, and somebody has to say that the traffic may move to it",
          fleet: fleet)
      }
      return try await finish(
        .waiting,
        reason: "batch \(finished) of \(count) is done, and somebody has to say that the next may begin",
        fleet: fleet)
    case (.switchWindow, _):
      return try await finish(.waiting, reason: state.notes.last?.text, fleet: fleet)
    case (_, .halt), (_, .continue): back = []
    case (_, .rollback): back = state.hostsToUndo
    case (_, .rollbackBatch):
      let last = Set(lastBatch(state))
      back = state.hostsToUndo.filter(last.contains)
    }
    guard !back.isEmpty else {
      return try await finish(.failed, reason: nil, fleet: fleet, unlessWhole: true)
    }
    let reason = fleet.failed.count == 1 ? "1 host failed" : "\(fleet.failed.count) hosts failed"
    try await context.record(.reverting(reason: reason, hosts: back))
    return try await revert(fleet: fleet)
  }

  /// The window is past its cutoff: the run goes on in the next opening, or back.
  private func stopAtCutoff(
    _ state: RunState, fleet: FleetState
  ) async throws(RecordFailure) -> RunOutcome {
    let why = state.notes.last?.text ?? "the window is past its cutoff"
    guard !state.touchedHosts.isEmpty else { return try await finish(.refused, reason: why, fleet: fleet) }
    let back = state.hostsToUndo
    guard context.window?.atCutoff == .rollback, !back.isEmpty else {
      return try await finish(.waiting, reason: why, fleet: fleet)
    }
    try await context.record(.reverting(reason: why, hosts: back))
    return try await revert(fleet: fleet)
  }

  /// Puts back: all that the run has done or, where it was going back already and that is to be finished, what was
  /// being put back; also hosts that had failed before and are not back yet.
  func goBack(
    _ reason: String, finishing: Bool, fleet: FleetState
  ) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    let named = Set(state.hosts.filter(\.isReverting).map(\.host))
    var back = state.hostsToUndo
    if finishing { back.removeAll { !named.contains($0) && state[$0]?.hasFailed != true } }
    if back.contains(where: { !named.contains($0) }) {
      try await context.record(.reverting(reason: reason, hosts: back))
    }
    return try await revert(fleet: fleet)
  }

  private func lastBatch(_ state: RunState) -> [HostName] {
    guard let play = state.plays.last, let batch = play.batch else { return [] }
    return play.plan.batches[batch]
  }

  /// Puts the hosts named for it back in the batches they were changed in, last batch first, so that
  /// going back keeps as many hosts serving as going forward did.
  private func revert(fleet: FleetState) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    let chosen = Set(state.hosts.filter(\.isReverting).map(\.host))
    for play in state.plays.reversed() {
      for batch in play.plan.batches.reversed() {
        if context.halt.current == .interrupted {
          return try await finish(.interrupted, reason: "interrupted while going back", fleet: fleet)
        }
        let members = batch.filter(chosen.contains)
        // The group that served before serves again before the other one leaves.
        let outgoing = Set(play.plan.groupSwitch?.outgoing.hosts ?? [])
        let troubles = try await putBack(members.filter(outgoing.contains), play: play.plan.play)
        if let (host, trouble) = troubles.first, play.plan.groupSwitch != nil {
          try await context.record(
            .note("the other group goes on serving: \(host) does not serve again, \(trouble.detail)"))
          return try await finish(.failed, reason: nil, fleet: fleet)
        }
        let left = try await putBack(members.filter { !outgoing.contains($0) }, play: play.plan.play)
        // What may still run there must not run anywhere else.
        if let (host, trouble) = left.first, play.plan.policy.exactlyOne {
          try await context.record(
            .note("nothing is started elsewhere: \(host) may still run it, \(trouble.detail)"))
          return try await finish(.failed, reason: nil, fleet: fleet)
        }
      }
    }
    return try await finish(.failed, reason: nil, fleet: fleet, unlessWhole: true)
  }

  /// - Returns: what went wrong, by host in their order.
  private func putBack(
    _ hosts: [HostName], play: Int
  ) async throws(RecordFailure) -> [(HostName, Trouble)] {
    let results = await fanOut(hosts, limit: context.forks) { host -> Result<Trouble?, RecordFailure> in
      guard let session = context.sessions[host] else { return .success(nil) }
      let unwind = HostUnwind(context: context, session: session)
      do throws(RecordFailure) { return .success(try await unwind.putBack(host, play: play)) } catch {
        return .failure(error)
      }
    }
    var troubles: [(HostName, Trouble)] = []
    for (host, result) in zip(hosts, results) {
      if let trouble = try result.get() { troubles.append((host, trouble)) }
    }
    return troubles
  }

  /// - Parameter unlessWhole: says `rolledBack` when nothing of the run stands any more.
  private func finish(
    _ outcome: RunOutcome, reason: String?, fleet: FleetState, unlessWhole: Bool = false
  ) async throws(RecordFailure) -> RunOutcome {
    let state = await context.recorder.state
    // Nothing of the run is left anywhere: it was put back.
    let wanted = unlessWhole && state.touchedHosts.isEmpty ? .rolledBack : outcome
    var stuck: [HostName] = []
    var isWhole = true
    var ends: [RunEvent.Body] = []
    for host in hosts {
      let trouble = fleet.failed[host] ?? fleet.troubles[host]
      let outcome = HostVerdict(record: state[host], trouble: trouble, excluded: fleet.troubles[host] != nil)
        .outcome
      if outcome == .stuck { stuck.append(host) }
      if outcome != .changed, outcome != .unchanged { isWhole = false }
      let last = state[host]?.steps.lazy.compactMap(\.undoTrouble).first
      ends.append(.hostFinished(host: host, outcome: outcome, trouble: last ?? trouble))
    }
    var outcome: RunOutcome = stuck.isEmpty || wanted == .interrupted ? wanted : .stuck
    if outcome == .succeeded, !isWhole, state.header?.mode != .check { outcome = .failed }
    if outcome == .rolledBack || outcome == .failed || outcome == .stuck {
      try await context.record(ends)
      ends = []
      try await runHooks(after: outcome)
    }
    try await context.record(ends + [.finished(outcome, reason: reason)])
    return outcome
  }

  private func runHooks(after outcome: RunOutcome) async throws(RecordFailure) {
    guard await context.recorder.state.header?.mode != .check else { return }
    let hooks = RunHooks(context: context)
    switch outcome {
    case .rolledBack:
      try await hooks.takeBack()
      try await hooks.failed(outcome)
    case .failed, .stuck: try await hooks.failed(outcome)
    case .succeeded, .refused, .interrupted, .waiting: break
    }
  }
}
