import PlayModel
import PlayPlanning

/// Why a run cannot be taken up again. Nothing was changed.
public enum ResumeFailure: Error, Sendable {
  case refused(String)
  case unrecorded(RecordFailure)
}

extension Rollout {
  public enum Direction: Sendable, Hashable {
    /// Finish what was begun; back, where the run was going back or its policy says so.
    case onward
    /// Put back what the run has done.
    case back(reason: String)
  }

  /// Takes up a run that was killed or interrupted, or that left hosts stuck, from its journal and from
  /// what the hosts show. Killed meanwhile, it can be taken up again.
  ///
  /// - Parameter header: of this process.
  public func resume(_ direction: Direction, as header: RunHeader) async throws(ResumeFailure) -> RunOutcome {
    try await guarded { () async throws(ResumeFailure) -> RunOutcome in
      try await takeUp(direction, header)
    }.get()
  }

  private func takeUp(_ direction: Direction, _ header: RunHeader) async throws(ResumeFailure) -> RunOutcome {
    let state = await context.recorder.state
    guard state.isResumable else { throw .refused("run \(context.run) is over") }
    let hosts = concerned(state)
    let survey = FleetSurvey(context: context, interests: interests(state))
    let findings = await survey.take(hosts, claimant: claimant(header))
    if let (host, trouble) = findings.locked.min(by: { $0.key.text < $1.key.text }) {
      let advice = trouble.advice.map { "; \($0)" } ?? ""
      throw .refused("\(host): \(trouble.detail)\(advice)")
    }
    if let reason = ForeignChange(state: state, observed: findings.observed).reason {
      throw .refused(reason)
    }
    let planned: [PlayPlan]
    switch PlanSecrets(plays: request.planner?.known ?? request.plays, state: state).filled() {
    case .success(let plans): planned = plans
    case .failure(let missing):
      guard direction == .onward, !state.isGoingBack else {
        planned = state.plays.map(\.plan)
        break
      }
      throw .refused(missing.sentence)
    }
    do throws(RecordFailure) {
      try await context.record(.resumed(header))
      try await survey.record(findings, of: hosts)
      let fleet = FleetState(observed: findings.observed, troubles: findings.troubles)
      return try await goOn(direction, state, survey, fleet, planned, hosts)
    } catch { throw .unrecorded(error) }
  }

  private func goOn(
    _ direction: Direction, _ state: RunState, _ survey: FleetSurvey, _ before: FleetState,
    _ planned: [PlayPlan], _ hosts: [HostName]
  ) async throws(RecordFailure) -> RunOutcome {
    var fleet = before
    let ending = RunEnding(context: context, hosts: hosts)
    if case .back(let reason) = direction {
      return try await ending.goBack(reason, finishing: false, fleet: fleet)
    }
    if state.isGoingBack {
      return try await ending.goBack(state.reverts.last?.reason ?? "", finishing: true, fleet: fleet)
    }
    if planned.isEmpty {
      if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }
      if let stopped = try await pull(into: &fleet, ending: ending) { return stopped }
      if let reason = fleet.refusal(request.plays) { return try await ending.refuse(reason, fleet: fleet) }
    }
    return try await planAndRoll(survey: survey, fleet: &fleet, ending: ending, planned: planned)
  }

  /// The run's hosts, in its order, then those of plays it had not come to.
  private func concerned(_ state: RunState) -> [HostName] {
    var seen: Set<HostName> = []
    return (state.hosts.map(\.host) + request.allHosts).filter { seen.insert($0).inserted }
  }

  private func interests(_ state: RunState) -> [HostName: FleetSurvey.Interest] {
    var interests: [HostName: FleetSurvey.Interest] = [:]
    for playHost in request.plays.flatMap(\.hosts) {
      for spec in playHost.services { interests[playHost.host, default: .init()].add(spec) }
    }
    for record in state.hosts {
      for change in record.parts.flatMap(\.services) {
        interests[record.host, default: .init()].add(change.spec)
      }
    }
    return interests
  }
}
