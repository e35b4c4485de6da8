import PlayModel
import PlayPlanning

/// One run from its first look at the hosts to its last word.
///
/// locks and survey → preflight → pull → plan → batches → (revert) → outcomes → locks given back.
/// Nothing is changed before the pull is over everywhere.
public struct Rollout: Sendable {
  let request: RunRequest
  let context: RunContext

  /// - Parameter state: of a run that is taken up again: what its journal says.
  public init(_ request: RunRequest, ports: RunPorts, halt: Halt = Halt(), state: RunState? = nil) {
    self.request = request
    context = RunContext(
      run: request.run, ports: ports,
      recorder: RunRecorder(
        journal: ports.journal, state: state ?? RunState(run: request.run), observer: ports.observer),
      halt: halt, sessions: request.hosts.mapValues { HostSession(access: $0, ports: ports) },
      forks: request.forks, window: request.window, patience: request.patience, plays: request.plays)
  }

  /// - Returns: how the run ended, after the last event is on disk.
  public func run() async throws(RecordFailure) -> RunOutcome {
    try await guarded { () async throws(RecordFailure) -> RunOutcome in try await carryOut() }.get()
  }

  /// Work with the heartbeat beside it. Afterwards the locks are given back and the connections closed;
  /// a run that cannot write its journal keeps its locks: nobody may work there until it is resumed.
  func guarded<Failure: Error>(
    _ work: @Sendable () async throws(Failure) -> RunOutcome
  ) async -> Result<RunOutcome, Failure> {
    let result = await Heartbeat(context: context).during { () async -> Result<RunOutcome, Failure> in
      do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
    }
    if await !context.recorder.isBroken {
      let isOver = await context.recorder.state.isResumable == false
      _ = await fanOut(context.orderedSessions, limit: context.forks) { await $0.release(forget: isOver) }
    }
    _ = await fanOut(context.orderedSessions, limit: context.forks) { await $0.close() }
    return result
  }

  func claimant(_ header: RunHeader) -> Claimant {
    Claimant(run: context.run, token: context.ports.nonce(), header: header, standing: context.ports.standing)
  }

  private func carryOut() async throws(RecordFailure) -> RunOutcome {
    try await context.record(.started(request.header))
    let hosts = request.allHosts
    let survey = FleetSurvey(context: context, plays: request.plays)
    let ending = RunEnding(context: context, hosts: hosts)
    let findings: FleetSurvey.Findings
    if request.header.mode == .check {
      findings = try await survey.look(at: hosts)
    } else {
      findings = try await survey.record(
        survey.take(hosts, claimant: claimant(request.header)), of: hosts)
    }
    var fleet = FleetState(observed: findings.observed, troubles: findings.troubles)
    if let reason = fleet.lockRefusal ?? fleet.refusal(request.plays) {
      return try await ending.refuse(reason, fleet: fleet)
    }

    try await Preflight(context: context).look(at: &fleet, plays: request.plays, mode: request.header.mode)
    if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }
    if request.header.mode == .check {
      try await ImageLookup(context: context).look(up: request.plays, into: &fleet)
    } else if let stopped = try await pull(into: &fleet, ending: ending) {
      return stopped
    }
    if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }
    return try await planAndRoll(survey: survey, fleet: &fleet, ending: ending, planned: [])
  }

  /// - Returns: how the run ended, when the user asked to stop meanwhile.
  func pull(into fleet: inout FleetState, ending: RunEnding) async throws(RecordFailure) -> RunOutcome? {
    let pulled = try await ImagePull(context: context).pull(
      plays: request.planner?.pulls(observed: fleet.observed) ?? request.plays,
      hosts: Set(fleet.observed.keys))
    for (host, images) in pulled.images { fleet.observed[host]?.images.merge(images) { _, new in new } }
    if context.halt.current == .interrupted {
      return try await ending.refuse("interrupted before any change", fleet: fleet, outcome: .interrupted)
    }
    fleet.exclude(pulled.troubles)
    return nil
  }

  /// - Parameter planned: plays that an earlier process has planned; they are carried out as they were.
  func planAndRoll(
    survey: FleetSurvey, fleet: inout FleetState, ending: RunEnding, planned: [PlayPlan]
  ) async throws(RecordFailure) -> RunOutcome {
    if let reason = await readGroups(from: planned.count, into: &fleet) {
      // A run that has begun goes back as its policy says; one that has not has nothing to take back.
      guard let begun = planned.last else { return try await ending.refuse(reason, fleet: fleet) }
      try await context.record(.note(reason))
      return try await ending.stop(.failures, policy: begun.policy, fleet: fleet)
    }
    if planned.isEmpty {
      var plans: [PlayPlan] = []
      for (index, play) in request.plays.enumerated() {
        let result = self.plan(play, index, fleet)
        fleet.exclude(result.problems)
        plans.append(result.plan)
      }
      if let reason = fleet.olderRefusal ?? fleet.refusal(request.plays) {
        return try await ending.refuse(reason, fleet: fleet)
      }
      let changes = plans.contains(where: \.changes)
      if request.header.mode != .check, changes, await !context.ports.confirm(plans) {
        return try await ending.refuse("not confirmed", fleet: fleet)
      }
      if context.halt.current == .interrupted {
        return try await ending.refuse("interrupted before any change", fleet: fleet, outcome: .interrupted)
      }
      if request.header.mode != .check, let trouble = try await RunHooks(context: context).before(plans) {
        try await RunHooks(context: context).takeBack()
        return try await ending.refuse(trouble.detail, fleet: fleet)
      }
    }
    var changedBefore: Set<HostName> = []
    for (index, play) in request.plays.enumerated() {
      let plan: PlayPlan
      if planned.indices.contains(index) {
        plan = planned[index]
      } else {
        let again = play.hosts.map(\.host).filter { changedBefore.contains($0) && fleet.observed[$0] != nil }
        if !again.isEmpty {
          let fresh = try await survey.look(at: again)
          fleet.refresh(fresh.observed)
          fleet.miss(fresh.troubles)
        }
        plan = self.plan(play, index, fleet).plan
        try await context.enter([.planned(plan)])
      }
      changedBefore.formUnion(plan.changingHosts)
      if request.header.mode == .check { continue }
      let failures = try await roll(plan, hostCount: play.hosts.count, fleet: fleet)
      fleet.failed.merge(failures) { first, _ in first }
      // New in a later play and old in this one would be neither.
      fleet.exclude(failures)
      guard let reason = context.halt.current else { continue }
      return try await ending.stop(reason, policy: plan.policy, fleet: fleet)
    }
    return try await ending.complete(fleet: fleet)
  }

  private func plan(_ play: Play, _ index: Int, _ fleet: FleetState) -> RolloutPlanner.Result {
    let live = fleet.live[index]
    if let planner = request.planner { return planner.plan(index, observed: fleet.observed, live: live) }
    return RolloutPlanner(force: request.force).plan(
      play: play, index: index, observed: fleet.observed, live: live)
  }

  /// - Returns: why it cannot be told which group of a play serves.
  private func readGroups(from first: Int, into fleet: inout FleetState) async -> String? {
    for (index, play) in request.plays.enumerated()
    where index >= first && play.rollout.blueGreen != nil && fleet.live[index] == nil {
      switch await LiveGroup(context: context, policy: play.rollout).read() {
      case .group(let group): fleet.live[index] = group
      case .unclear(let why): return "play \"\(play.name)\": \(why)"
      }
    }
    return nil
  }

  private func roll(
    _ plan: PlayPlan, hostCount: Int, fleet: FleetState
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    let planned = Set(plan.hosts.map(\.host))
    let inPlay = request.plays.indices.contains(plan.play) ? request.plays[plan.play].hosts.map(\.host) : []
    let outside = inPlay.filter { !planned.contains($0) && fleet.troubles[$0] != nil }
    let rollout = PlayRollout(
      context: context, plan: plan, hostCount: hostCount,
      switchWindows: request.plays.indices.contains(plan.play) ? request.plays[plan.play].switchWindows : [],
      excluded: fleet.troubles.filter { planned.contains($0.key) })
    return try await rollout.run(alreadyFailed: Set(outside))
  }
}
