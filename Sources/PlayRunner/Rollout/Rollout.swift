import PlayModel
import PlayPlanning

/// One run from its first look at the hosts to its last word.
///
/// survey → preflight → pull → plan → batches → (revert) → outcomes. Nothing is changed before the pull
/// is over everywhere.
public struct Rollout: Sendable {
  private let request: RunRequest
  private let context: RunContext

  public init(_ request: RunRequest, ports: RunPorts, halt: Halt = Halt()) {
    self.request = request
    context = RunContext(
      run: request.run, ports: ports,
      recorder: RunRecorder(
        journal: ports.journal, state: RunState(run: request.run), observer: ports.observer),
      halt: halt, sessions: request.hosts.mapValues { HostSession(access: $0, ports: ports) },
      forks: request.forks)
  }

  /// - Returns: how the run ended, after the last event is on disk.
  public func run() async throws(RecordFailure) -> RunOutcome {
    do throws(RecordFailure) {
      let outcome = try await carryOut()
      await closeSessions()
      return outcome
    } catch {
      await closeSessions()
      throw error
    }
  }

  private func closeSessions() async {
    _ = await fanOut(Array(context.sessions.values), limit: context.forks) { await $0.close() }
  }

  private func carryOut() async throws(RecordFailure) -> RunOutcome {
    try await context.record(.started(request.header))
    let hosts = request.allHosts
    let survey = FleetSurvey(context: context, plays: request.plays)
    let findings = try await survey.look(at: hosts)
    let ending = RunEnding(context: context, hosts: hosts)
    var fleet = FleetState(observed: findings.observed, troubles: findings.troubles)
    if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }

    if request.header.mode == .check {
      try await ImageLookup(context: context).look(up: request.plays, into: &fleet)
    } else {
      let pulled = try await ImagePull(context: context).pull(
        plays: request.plays, hosts: Set(fleet.observed.keys))
      for (host, images) in pulled.images { fleet.observed[host]?.images.merge(images) { _, new in new } }
      fleet.exclude(pulled.troubles)
    }
    if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }

    let planner = RolloutPlanner(force: request.force)
    var plans: [PlayPlan] = []
    for (index, play) in request.plays.enumerated() {
      let result = planner.plan(play: play, index: index, observed: fleet.observed)
      fleet.exclude(result.problems)
      plans.append(result.plan)
    }
    if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }
    if context.halt.current == .interrupted {
      return try await ending.refuse("interrupted before any change", fleet: fleet, outcome: .interrupted)
    }
    if request.header.mode != .check, plans.contains(where: { $0.hosts.contains(where: \.changes) }),
      await !context.ports.confirm(plans)
    {
      return try await ending.refuse("not confirmed", fleet: fleet)
    }
    return try await roll(planner: planner, survey: survey, fleet: &fleet, ending: ending)
  }

  private func roll(
    planner: RolloutPlanner, survey: FleetSurvey, fleet: inout FleetState, ending: RunEnding
  ) async throws(RecordFailure) -> RunOutcome {
    var changedBefore: Set<HostName> = []
    for (index, play) in request.plays.enumerated() {
      let again = play.hosts.map(\.host).filter { changedBefore.contains($0) && fleet.observed[$0] != nil }
      if !again.isEmpty {
        let fresh = try await survey.look(at: again)
        fleet.refresh(fresh.observed)
        fleet.exclude(fresh.troubles)
      }
      let plan = planner.plan(play: play, index: index, observed: fleet.observed).plan
      try await context.record(.planned(plan))
      if request.header.mode == .check { continue }
      let playRollout = PlayRollout(
        context: context, plan: plan, hostCount: play.hosts.count, surveys: fleet.observed.mapValues(\.survey)
      )
      let failures = try await playRollout.run(
        alreadyFailed: Set(play.hosts.map(\.host).filter { fleet.troubles[$0] != nil }))
      fleet.failed.merge(failures) { first, _ in first }
      changedBefore.formUnion(plan.hosts.filter(\.changes).map(\.host))
      guard let reason = context.halt.current else { continue }
      return try await ending.stop(reason, policy: play.rollout, fleet: fleet)
    }
    return try await ending.complete(fleet: fleet, plays: request.plays)
  }
}
