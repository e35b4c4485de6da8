import PlayModel
import PlayPlanning

/// After a run has succeeded: removes previous containers beyond `keep`.
struct Pruning: Sendable {
  let context: RunContext
  let observed: [HostName: RolloutPlanner.Observation]

  /// What one service of one play leaves over on a host.
  private struct Surplus: Sendable {
    var key: StepKey
    var names: [String]
  }

  func prune() async throws(RecordFailure) {
    let state = await context.recorder.state
    let plays = state.plays.map(\.plan)
    // Hooks may still need the locks; else a host's last removal gives them back.
    let releases = !plays.contains { $0.policy.hooks[.afterRun] != nil || $0.policy.hooks[.onFailure] != nil }
    var seen: Set<HostName> = []
    let hosts = plays.flatMap { $0.hosts.map(\.host) }.filter { seen.insert($0).inserted }
    let results = await fanOut(hosts, limit: context.forks) { host -> Result<Void, RecordFailure> in
      let all = plays.flatMap { surplus(of: host, in: $0, state) }
      do throws(RecordFailure) { try await remove(all, from: host, releases: releases) } catch {
        return .failure(error)
      }
      return .success(())
    }
    for result in results { try result.get() }
  }

  private func surplus(of host: HostName, in play: PlayPlan, _ state: RunState) -> [Surplus] {
    guard let survey = observed[host]?.survey,
      let part = state[host]?.parts.first(where: { $0.play == play.play })
    else { return [] }
    return part.services.compactMap { change in
      guard change.changes, change.verdict.steering == nil else { return nil }
      let names = surplus(change, survey, keep: play.policy.keep)
      let key = StepKey(play: play.play, host: host, service: change.spec.name, kind: .prune)
      return names.isEmpty ? nil : Surplus(key: key, names: names)
    }
  }

  private func remove(
    _ all: [Surplus], from host: HostName, releases: Bool
  ) async throws(RecordFailure) {
    guard let session = context.sessions[host] else { return }
    for (index, surplus) in all.enumerated() {
      do throws(StepFailure) {
        try await context.step(surplus.key) { () async throws(StepFailure) in
          let ending = await session.change(
            .prune(names: surplus.names), id: "\(context.run)/\(surplus.key)", service: surplus.key.service,
            deadline: .seconds(60), isLast: releases && index + 1 == all.count)
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
