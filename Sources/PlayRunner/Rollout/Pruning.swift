import PlayModel
import PlayPlanning

/// After a run has succeeded: removes previous containers beyond `keep`.
struct Pruning: Sendable {
  let context: RunContext
  let observed: [HostName: RolloutPlanner.Observation]

  func prune() async throws(RecordFailure) {
    let state = await context.recorder.state
    for play in state.plays.map(\.plan) {
      let results = await fanOut(play.hosts.map(\.host), limit: context.forks) {
        host -> Result<Void, RecordFailure> in
        do throws(RecordFailure) { try await prune(host, play, state) } catch { return .failure(error) }
        return .success(())
      }
      for result in results { try result.get() }
    }
  }

  private func prune(
    _ host: HostName, _ play: PlayPlan, _ state: RunState
  ) async throws(RecordFailure) {
    guard let session = context.sessions[host], let survey = observed[host]?.survey,
      let part = state[host]?.parts.first(where: { $0.play == play.play })
    else { return }
    let surplus = part.services.compactMap { change in
      guard change.changes, change.verdict.steering == nil else { return nil as (ServiceName, [String])? }
      let names = self.surplus(change, survey, keep: play.policy.keep)
      return names.isEmpty ? nil : (change.spec.name, names)
    }
    for (index, (service, names)) in surplus.enumerated() {
      let key = StepKey(play: play.play, host: host, service: service, kind: .prune)
      do throws(StepFailure) {
        try await context.step(key) { () async throws(StepFailure) in
          let ending = await session.change(
            .prune(names: names), id: "\(context.run)/\(key)", service: service,
            deadline: .seconds(60), isFollowed: index + 1 < surplus.count)
          guard case .reported(let report) = ending, report.succeeded else {
            throw .failed(Trouble(.other, "a previous container could not be removed"))
          }
        }
      } catch {
        if case .unrecorded(let failure) = error { throw failure }
      }
    }
  }

  /// The service's previous containers that are too many, oldest last.
  private func surplus(_ change: ServiceChange, _ survey: HostSurvey, keep: Int) -> [String] {
    let name = change.spec.containerName
    var previous = survey.containers.compactMap { container in
      ContainerNames.runThatPutAside(container.name, of: name).map { (run: $0, name: container.name) }
    }
    // The one this run put aside may be younger than the survey.
    let own = ContainerNames.aside(name, run: context.run)
    if change.previous != nil, !previous.contains(where: { $0.name == own }) {
      previous.append((context.run, own))
    }
    previous.removeAll { $0.name == change.restores?.name }
    return previous.sorted { $0.run > $1.run }.dropFirst(keep).map(\.name)
  }
}
