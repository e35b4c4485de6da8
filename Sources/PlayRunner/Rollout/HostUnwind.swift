import PlayModel
import PlayPlanning

/// Puts one host back to what it ran before, from the record of what was done there.
///
/// Undos run newest first. One that fails makes the host stuck and ends the unwinding: what stands under
/// it may still serve. A rollback is never rolled back.
struct HostUnwind: Sendable {
  let context: RunContext
  let session: HostSession

  private enum Ending {
    case done
    case failed(Trouble)
    /// The host cannot be asked: it may be as it was, or not.
    case unknown(Trouble)

    var outcome: StepOutcome {
      switch self {
      case .done: .succeeded
      case .failed: .failed
      case .unknown: .unknown
      }
    }

    var trouble: Trouble? {
      switch self {
      case .done: nil
      case .failed(let trouble), .unknown(let trouble): trouble
      }
    }
  }

  /// - Parameter play: only this play's steps; `nil` for all of the run.
  /// - Returns: what went wrong; `nil` when the host is as it was.
  func putBack(_ host: HostName, play: Int? = nil) async throws(RecordFailure) -> Trouble? {
    guard let record = await context.recorder.host(host) else { return nil }
    for step in record.undoList where play == nil || step.key.play == play {
      guard let change = record.change(play: step.key.play, service: step.key.service) else { continue }
      // An undo that a process before this one began is the same undo.
      if step.status != .undoing { try await context.record(.undoStarted(step.key)) }
      let container = record.step(creation(step.key))?.container ?? change.restores?.id
      let ending = await undo(step.key, change, container: container)
      let isNews = step.status != .undoing || step.undoOutcome != .unknown || ending.outcome != .unknown
      if isNews { try await context.record(.undoFinished(step.key, ending.outcome, ending.trouble)) }
      if let trouble = ending.trouble { return trouble }
    }
    return nil
  }

  private func creation(_ key: StepKey) -> StepKey {
    StepKey(play: key.play, host: key.host, service: key.service, kind: .create)
  }

  /// An engine that is being started again is waited for.
  private func undo(_ key: StepKey, _ change: ServiceChange, container: String?) async -> Ending {
    var ending = await undoOnce(key, change, container: container)
    for attempt in 1..<5 {
      guard case .failed(let trouble) = ending, trouble.reason == .noEngine else { return ending }
      try? await context.ports.clock.sleep(for: .seconds(1 << attempt))
      ending = await undoOnce(key, change, container: container)
    }
    return ending
  }

  private func undoOnce(_ key: StepKey, _ change: ServiceChange, container: String?) async -> Ending {
    let action: HostAction
    switch key.kind {
    case .create: action = .remove(operation: operation(key))
    case .switchOver, .start, .retire:
      action = .restore(
        old: change.previous, new: container,
        nextName: change.restores?.name ?? ContainerNames.next(change.spec.containerName, run: context.run))
    case .stop, .startAgain:
      guard let previous = change.previous else { return .done }
      let back: Steering = key.kind == .stop && previous.status != .exited ? .start : .stop
      action = .steer(back, container: previous.id, policy: previous.restartPolicy)
    case .quiet:
      guard let previous = change.previous else { return .done }
      action = .unquiet(previous)
    case .drain, .join: return await undoMembership(key)
    case .beforeHost, .afterHost:
      let policy = await context.recorder.state.plays.first { $0.plan.play == key.play }?.plan.policy
      return await ending { () async throws(StepFailure) in try await undoHooks(key, policy) }
    case .pull, .check, .bake, .prune, .restart: return .done
    }
    let grace = change.spec.stopGracePeriod.components.seconds
    let ending = await session.change(
      action, id: operation(key) + "/undo", service: key.service, cancels: [operation(key)],
      deadline: .seconds(grace + 90))
    switch ending {
    case .reported(let report) where report.succeeded:
      return key.kind == .create ? .done : await lost(change.previous)
    case .reported(let report):
      var trouble = EngineMessage.trouble(report, otherwise: .undoFailed)
      trouble.detail = "could not be put back: \(trouble.detail)"
      return .failed(trouble)
    case .unknown(let failure), .notSent(let failure):
      return .unknown(unreached(failure))
    }
  }

  /// Of a join: out again, before its container is stopped. Of a drain: back to what was seen before it.
  private func undoMembership(_ key: StepKey) async -> Ending {
    let state = await context.recorder.state
    let own = state[key.host]?.step(key)?.memberships
    guard let policy = state.plays.first(where: { $0.plan.play == key.play })?.plan.policy,
      let seen = own
        ?? state[key.host]?.steps.first(where: { $0.key.play == key.play && $0.key.kind == .drain })?
        .memberships
    else { return .done }
    let membership = HostMembership(context: context, host: key.host, balancers: policy.balancers)
    return await ending { () async throws(StepFailure) in
      switch key.kind {
      case .join where own != nil: try await membership.sendBack(seen)
      case .join: try await membership.takeOut(seen, sparesLast: false, cuts: true)
      default: try await membership.giveBack(seen, serves: true, restores: true)
      }
    }
  }

  private func ending(_ work: () async throws(StepFailure) -> Void) async -> Ending {
    do throws(StepFailure) {
      try await work()
      return .done
    } catch {
      var trouble = error.trouble
      trouble.detail = "could not be put back: \(trouble.detail)"
      if case .failed = error { return .failed(trouble) }
      return .unknown(trouble)
    }
  }

  private func operation(_ key: StepKey) -> String { "\(context.run)/\(key)" }

  private func unreached(_ failure: HostFailure) -> Trouble {
    Trouble(.lostConnection, "could not be put back: \(failure.detail)", advice: failure.advice)
  }

  /// The old container has to run, and to go on running: two looks with one start time.
  private func lost(_ previous: ObservedContainer?) async -> Ending {
    guard let previous, previous.status == .running else { return .done }
    var startedAt: String?
    for _ in 0..<2 {
      let request = HostRequest(.look(container: previous.id, questions: []), deadline: .seconds(30))
      let report: ScriptReport
      switch await session.settle(request) {
      case .reported(let found): report = found
      case .unknown(let failure), .notSent(let failure): return .unknown(unreached(failure))
      }
      guard report.succeeded, let found = report.fact("container").flatMap(ContainerInspection.container)
      else {
        let trouble = EngineMessage.trouble(report, otherwise: .undoFailed)
        return .failed(trouble)
      }
      guard found.status == .running, startedAt == nil || startedAt == found.startedAt else {
        return .failed(
          await Evidence(session: session).added(
            to: Trouble(.undoFailed, "the previous container does not keep running"), container: previous.id))
      }
      if startedAt == nil { try? await context.ports.clock.sleep(for: .seconds(1)) }
      startedAt = found.startedAt
    }
    return .done
  }
}
