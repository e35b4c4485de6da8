import PlayModel
import PlayPlanning

/// After a run has succeeded: removes previous containers beyond `keep`, and the run's operation results.
struct Pruning: Sendable {
  let context: RunContext
  let surveys: [HostName: HostSurvey]

  func prune(_ plays: [Play]) async throws(RecordFailure) {
    let state = await context.recorder.state
    for (index, play) in plays.enumerated() {
      let results = await fanOut(play.hosts, limit: context.forks) {
        playHost -> Result<Void, RecordFailure> in
        do throws(RecordFailure) { try await prune(playHost.host, index, play, state) } catch {
          return .failure(error)
        }
        return .success(())
      }
      for result in results { try result.get() }
    }
  }

  private func prune(
    _ host: HostName, _ index: Int, _ play: Play, _ state: RunState
  ) async throws(RecordFailure) {
    guard let session = context.sessions[host], let survey = surveys[host],
      let part = state[host]?.parts.first(where: { $0.play == index })
    else { return }
    for change in part.services where change.changes {
      let name = change.spec.containerName
      var previous = survey.containers.compactMap { container in
        ContainerNames.runThatPutAside(container.name, of: name).map { (run: $0, name: container.name) }
      }
      // The one this run put aside is younger than all the survey saw.
      if change.previous != nil {
        previous.append((context.run, ContainerNames.aside(name, run: context.run)))
      }
      let surplus = previous.sorted { $0.run > $1.run }.dropFirst(play.rollout.keep).map(\.name)
      let key = StepKey(play: index, host: host, service: change.spec.name, kind: .prune)
      let operation = HostOperation(
        id: "\(context.run)/\(key)", run: context.run, service: change.spec.name,
        stateDirectory: StateDirectory.path(engine: survey.engine))
      let request = HostRequest(.prune(names: Array(surplus)), operation: operation)
      do throws(StepFailure) {
        try await context.step(key) { () async throws(StepFailure) in
          guard case .reported(let report) = await session.run(request), report.succeeded else {
            throw .failed(Trouble(.other, "a previous container could not be removed"))
          }
        }
      } catch {
        if case .unrecorded(let failure) = error { throw failure }
      }
    }
    _ = await session.run(
      HostRequest(.forget(run: context.run, stateDirectory: StateDirectory.path(engine: survey.engine))))
  }
}
