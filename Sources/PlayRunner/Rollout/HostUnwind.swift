import PlayModel
import PlayPlanning

/// Puts one host back to what it ran before, from the record of what was done there.
///
/// Undos run newest first. One that fails makes the host stuck and ends the unwinding: what stands under
/// it may still serve. A rollback is never rolled back.
struct HostUnwind: Sendable {
  let context: RunContext
  let session: HostSession
  let engine: EngineInfo

  /// - Parameter play: only this play's steps; `nil` for all of the run.
  /// - Returns: what went wrong; `nil` when the host is as it was.
  func putBack(_ host: HostName, play: Int? = nil) async throws(RecordFailure) -> Trouble? {
    let state = await context.recorder.state
    guard let record = state[host] else { return nil }
    for step in record.undoList where play == nil || step.key.play == play {
      guard let change = record.change(play: step.key.play, service: step.key.service) else { continue }
      try await context.record(.undoStarted(step.key))
      let container = record.step(creation(step.key))?.container
      let trouble = await undo(step.key, change, container: container)
      try await context.record(.undoFinished(step.key, trouble == nil ? .succeeded : .failed, trouble))
      if let trouble { return trouble }
    }
    return nil
  }

  private func creation(_ key: StepKey) -> StepKey {
    StepKey(play: key.play, host: key.host, service: key.service, kind: .create)
  }

  private func undo(_ key: StepKey, _ change: ServiceChange, container: String?) async -> Trouble? {
    let action: HostAction
    switch key.kind {
    case .create: action = .remove(operation: "\(context.run)/\(key)")
    case .switchOver, .start, .retire:
      action = .restore(
        old: change.previous, new: container,
        nextName: ContainerNames.next(change.spec.containerName, run: context.run))
    case .pull, .check, .bake, .prune: return nil
    }
    let operation = HostOperation(
      id: "\(context.run)/\(key)/undo", run: context.run, service: key.service,
      stateDirectory: StateDirectory.path(engine: engine))
    let grace = change.spec.stopGracePeriod.components.seconds
    switch await session.settle(
      HostRequest(action, operation: operation, deadline: .seconds(grace + 90)))
    {
    case .reported(let report) where report.succeeded:
      return key.kind == .create ? nil : await lost(change.previous)
    case .reported(let report):
      var trouble = EngineMessage.trouble(report, otherwise: .undoFailed)
      trouble.detail = "could not be put back: \(trouble.detail)"
      return trouble
    case .unknown(let failure), .notSent(let failure):
      return Trouble(.lostConnection, "could not be put back: \(failure.detail)", advice: failure.advice)
    }
  }

  /// The old container has to run, and to go on running: two looks with one start time.
  private func lost(_ previous: ObservedContainer?) async -> Trouble? {
    guard let previous, previous.status == .running else { return nil }
    var startedAt: String?
    for _ in 0..<2 {
      let request = HostRequest(.look(container: previous.id, questions: []), deadline: .seconds(30))
      guard case .reported(let report) = await session.settle(request),
        let found = report.fact("container").flatMap(ContainerInspection.container)
      else { return Trouble(.undoFailed, "the previous container cannot be looked at") }
      guard found.status == .running, startedAt == nil || startedAt == found.startedAt else {
        return await Evidence(session: session).added(
          to: Trouble(.undoFailed, "the previous container does not keep running"), container: previous.id)
      }
      if startedAt == nil { try? await context.ports.clock.sleep(for: .seconds(1)) }
      startedAt = found.startedAt
    }
    return nil
  }
}
