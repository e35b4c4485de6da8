import Foundation
import PlayModel
import PlayPlanning

/// Carries one play out on one host, service by service, and takes it back there when it fails.
struct HostRollout: Sendable {
  let context: RunContext
  let session: HostSession
  let play: Int
  let order: RolloutPolicy.Order
  let plan: HostPlan
  let survey: HostSurvey

  /// Deploys every service that changes, in order; stops at the first failure.
  func deploy() async throws(StepFailure) {
    for change in plan.services where change.changes {
      if context.halt.current != nil {
        throw .failed(Trouble(.interrupted, "the rollout was stopped before its turn"))
      }
      let id = try await create(change)
      switch order {
      case .stopFirst:
        try await apply(.switchOver, change, seconds: stopSeconds(change)) { old in
          .switchOver(old: old, aside: aside(change), new: id, name: change.spec.containerName)
        }
        try await check(change, container: id)
      case .startFirst:
        try await apply(.start, change, seconds: 30) { _ in .start(new: id) }
        try await check(change, container: id)
        try await apply(.retire, change, seconds: stopSeconds(change)) { old in
          .retire(old: old, aside: aside(change), new: id, name: change.spec.containerName)
        }
      }
    }
  }

  /// Keeps asking every changed service's checks.
  func bake(_ duration: Duration) async throws(StepFailure) {
    let state = await context.recorder.state
    for change in plan.services where change.changes {
      guard let container = state[plan.host]?.step(key(.create, change))?.container else { continue }
      let loop = CheckLoop(
        session: session, clock: context.ports.clock, spec: change.spec, container: container,
        halt: context.halt)
      try await context.step(key(.bake, change)) { () async throws(StepFailure) in
        guard let trouble = await loop.trouble(.bake(duration)) else { return }
        throw .failed(await Evidence(session: session).added(to: trouble, container: container))
      }
    }
  }

  /// Takes this play's steps on this host back.
  func putBack() async throws(RecordFailure) -> Trouble? {
    try await HostUnwind(context: context, session: session, engine: survey.engine)
      .putBack(plan.host, play: play)
  }

  private func key(_ kind: StepKind, _ change: ServiceChange) -> StepKey {
    StepKey(play: play, host: plan.host, service: change.spec.name, kind: kind)
  }

  private func aside(_ change: ServiceChange) -> String {
    ContainerNames.aside(change.previous?.name ?? change.spec.containerName, run: context.run)
  }

  /// A stop may take the old container's whole grace period.
  private func stopSeconds(_ change: ServiceChange) -> Int64 {
    (change.previous?.stopTimeout.components.seconds ?? 0) + 30
  }

  private func create(_ change: ServiceChange) async throws(StepFailure) -> String {
    let key = key(.create, change)
    let creation = ContainerCreation(
      spec: change.spec, image: change.image,
      name: ContainerNames.next(change.spec.containerName, run: context.run), labels: labels(change, key),
      containerNames: Dictionary(
        plan.services.map { ($0.spec.name, $0.spec.containerName) }, uniquingKeysWith: { first, _ in first }))
    let action = HostAction.create(creation, release: release(change.spec))
    let context = context
    return try await context.step(key) { () async throws(StepFailure) -> String in
      let report = try await carryOut(action, key: key, seconds: 60, otherwise: .createFailed)
      guard let id = report.fact("id"), !id.isEmpty else {
        throw .unknown(Trouble(.createFailed, report.messages.last ?? "the engine gave no container id"))
      }
      try await context.note(.containerCreated(key, id: id))
      return id
    }
  }

  private func apply(
    _ kind: StepKind, _ change: ServiceChange, seconds: Int64, action: (ObservedContainer?) -> HostAction
  ) async throws(StepFailure) {
    let key = key(kind, change)
    let action = action(change.previous)
    try await context.step(key) { () async throws(StepFailure) in
      _ = try await carryOut(action, key: key, seconds: seconds, otherwise: .startFailed)
    }
  }

  private func check(_ change: ServiceChange, container: String) async throws(StepFailure) {
    let loop = CheckLoop(
      session: session, clock: context.ports.clock, spec: change.spec, container: container,
      halt: context.halt)
    try await context.step(key(.check, change)) { () async throws(StepFailure) in
      guard let trouble = await loop.trouble(.deploy) else { return }
      throw .failed(await Evidence(session: session).added(to: trouble, container: container))
    }
  }

  /// Runs a changing script until its end is known.
  private func carryOut(
    _ action: HostAction, key: StepKey, seconds: Int64, otherwise: Trouble.Reason
  ) async throws(StepFailure) -> ScriptReport {
    let request = HostRequest(
      action, operation: operation(key, id: operationID(key)), deadline: .seconds(seconds + 60))
    switch await session.settle(request) {
    case .reported(let report):
      guard report.succeeded else { throw .failed(EngineMessage.trouble(report, otherwise: otherwise)) }
      return report
    case .notSent(let failure):
      throw .failed(Trouble(.unreachable, failure.detail, advice: failure.advice))
    case .unknown(let failure):
      throw .unknown(Trouble(.lostConnection, failure.detail, advice: failure.advice))
    }
  }

  private func operationID(_ key: StepKey) -> String { "\(context.run)/\(key)" }

  private func operation(_ key: StepKey, id: String) -> HostOperation {
    HostOperation(
      id: id, run: context.run, service: key.service,
      stateDirectory: StateDirectory.path(engine: survey.engine))
  }

  private func labels(_ change: ServiceChange, _ key: StepKey) -> [String: String] {
    [
      ContainerLabel.service: change.spec.name.text,
      ContainerLabel.run: context.run.text,
      ContainerLabel.operation: operationID(key),
      ContainerLabel.spec: change.specHash,
      ContainerLabel.fence: "0",
      ContainerLabel.image: change.spec.image.description,
    ]
  }

  /// The release label's value: the spec as JSON; secrets are withheld by their type.
  private func release(_ spec: ServiceSpec) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(spec)).map { String(decoding: $0, as: UTF8.self) }
  }
}
