import Foundation
import PlayModel
import PlayPlanning

/// Carries one play out on one host, service by service, and takes it back there when it fails.
struct HostRollout: Sendable {
  let context: RunContext
  let session: HostSession
  let play: Int
  let policy: RolloutPolicy
  let plan: HostPlan

  /// Deploys every service that changes, in order; stops at the first failure. What an earlier process
  /// has done already is not done again.
  func deploy() async throws(StepFailure) {
    guard let first = plan.services.first(where: \.changes) else { return }
    // Where groups take turns, the one that changes is out.
    let leaves = !policy.balancers.isEmpty && policy.blueGreen == nil
    if leaves || policy.hooks[.beforeHost] != nil { try await heedHalt() }
    try await runHooks(.beforeHost, first)
    if leaves { try await drain(first) }
    for change in plan.services where change.changes { try await deploy(change) }
    if leaves { try await join(first) }
    try await runHooks(.afterHost, first)
  }

  private func deploy(_ change: ServiceChange) async throws(StepFailure) {
    try await heedHalt()
    if let steering = change.verdict.steering, let container = change.previous {
      try await steer(steering, container, change)
      return
    }
    guard change.verdict != .remove else {
      try await quiet(change)
      try await apply(.switchOver, change, seconds: stopSeconds(change)) { old in
        .switchOver(
          old: old, aside: aside(change), new: nil, name: change.spec.containerName, policy: nil)
      }
      return
    }
    let id = try await container(change)
    let policy = change.restores.map { _ in change.spec.restart }
    let name = change.spec.containerName
    switch self.policy.order {
    case .stopFirst:
      try await quiet(change)
      let seen = try await apply(.switchOver, change, seconds: stopSeconds(change)) { old in
        .switchOver(old: old, aside: aside(change), new: id, name: name, policy: policy)
      }
      try await check(change, container: id, seen: seen)
    case .startFirst:
      let seen = try await apply(.start, change, seconds: 30) { _ in .start(new: id) }
      try await check(change, container: id, seen: seen)
      try await quiet(change)
      try await apply(.retire, change, seconds: stopSeconds(change)) { old in
        .retire(old: old, aside: aside(change), new: id, name: name, policy: policy)
      }
    }
  }

  /// What is stopped shall stay so when the engine starts again; what runs has its release's policy.
  private func steer(
    _ steering: Steering, _ container: ObservedContainer, _ change: ServiceChange
  ) async throws(StepFailure) {
    if steering != .start { try await quiet(change) }
    let seen = try await apply(steering.step, change, seconds: stopSeconds(change)) { _ in
      .steer(
        steering, container: container.id, policy: steering.isServingAfter ? change.spec.restart : .no)
    }
    if steering.isServingAfter { try await check(change, container: container.id, seen: seen) }
  }

  /// Before the old container is stopped.
  private func quiet(_ change: ServiceChange) async throws(StepFailure) {
    guard let signal = change.spec.quietSignal, let old = change.previous, old.status == .running else {
      return
    }
    let seconds = change.spec.quietWait.components.seconds
    try await apply(.quiet, change, seconds: seconds + 30) { _ in
      .quiet(container: old.id, signal: signal, seconds: seconds)
    }
  }

  /// The container that is to take the service's name.
  private func container(_ change: ServiceChange) async throws(StepFailure) -> String {
    if let kept = change.restores { return kept.id }
    return try await create(change)
  }

  /// When the run goes back, a host in flight goes back at once. When the user asks to stop, one that has
  /// begun goes on until it is new and checked, and the others do not begin.
  func heedHalt() async throws(StepFailure) {
    switch context.halt.current {
    case nil, .cutoff, .gate, .switchWindow: return
    case .failures where !goesBackWithFleet: return
    case .failures: throw .failed(Trouble(.interrupted, "the rollout was stopped before its turn"))
    case .interrupted:
      let record = await context.recorder.host(plan.host)
      let hasBegun = record?.steps.contains { $0.key.play == play && $0.key.kind.changesHost } ?? false
      if !hasBegun { throw .leftOpen(Trouble(.interrupted, "the rollout was stopped before its turn")) }
    }
  }

  private var goesBackWithFleet: Bool {
    policy.onFailure == .rollback || policy.onFailure == .rollbackBatch
  }

  /// Keeps asking every changed service's checks, all services at once.
  func bake(_ duration: Duration) async throws(StepFailure) {
    let results = await fanOut(await watched(), limit: 8) { change, container -> Result<Void, StepFailure> in
      do throws(StepFailure) {
        try await bake(change, container, duration)
        return .success(())
      } catch { return .failure(error) }
    }
    for result in results { try result.get() }
  }

  /// Every check of the host once more, all services at once.
  func prove() async throws(StepFailure) {
    let results = await fanOut(await watched(), limit: 8) { change, container -> Result<Void, StepFailure> in
      let loop = CheckLoop(
        session: session, clock: context.ports.clock, spec: change.spec, container: container,
        halted: { context.halt.current != nil })
      guard let trouble = await loop.trouble(.bake(.zero)) else { return .success(()) }
      return .failure(.failed(await Evidence(session: session).added(to: trouble, container: container)))
    }
    for result in results { try result.get() }
  }

  /// The services whose checks go on, and their containers: those that change, and where groups take turns also
  /// those that were right already.
  private func watched() async -> [(ServiceChange, String)] {
    let record = await context.recorder.host(plan.host)
    return plan.services.compactMap { change in
      guard change.changes || policy.blueGreen != nil else { return nil }
      let created = record?.step(key(.create, change))?.container ?? change.restores?.id
      let isKept = !change.changes || change.verdict.steering != nil
      return (created ?? (isKept ? change.previous?.id : nil)).map { (change, $0) }
    }
  }

  private func bake(
    _ change: ServiceChange, _ container: String, _ duration: Duration
  ) async throws(StepFailure) {
    let key = key(.bake, change)
    guard await !context.isDone(key) else { return }
    var loop = CheckLoop(
      session: session, clock: context.ports.clock, spec: change.spec, container: container,
      halted: { context.halt.current != nil })
    loop.logErrors = policy.logErrors
    try await context.step(key) { [loop] () async throws(StepFailure) in
      guard let trouble = await loop.trouble(.bake(duration)) else { return }
      if trouble.reason == .interrupted { throw .leftOpen(trouble) }
      throw .failed(await Evidence(session: session).added(to: trouble, container: container))
    }
  }

  /// Takes all of the run's steps on this host back, those of earlier plays too: a host that is new in one
  /// play and old in another is neither.
  func putBack() async throws(RecordFailure) -> Trouble? {
    try await HostUnwind(context: context, session: session).putBack(plan.host)
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
    if let done = await context.recorder.step(key), done.status == .succeeded, let id = done.container {
      return id
    }
    let fence = await session.fence(of: change.spec.name)
    let creation = ContainerCreation(
      spec: change.spec, image: change.image,
      name: ContainerNames.next(change.spec.containerName, run: context.run),
      labels: labels(change, key, fence: fence),
      containerNames: Dictionary(
        plan.services.map { ($0.spec.name, $0.spec.containerName) }, uniquingKeysWith: { first, _ in first }))
    let action = HostAction.create(creation, release: release(change.spec))
    let context = context
    return try await context.step(key, telling: { [.containerCreated(key, id: $0)] }) {
      () async throws(StepFailure) -> String in
      let report = try await carryOut(action, key: key, seconds: 60, otherwise: .createFailed)
      guard let id = report.fact("id"), !id.isEmpty else {
        throw .unknown(Trouble(.createFailed, report.messages.last ?? "the engine gave no container id"))
      }
      return id
    }
  }

  /// - Returns: the container it has started, as it was then; `nil` when that was not just now.
  @discardableResult
  private func apply(
    _ kind: StepKind, _ change: ServiceChange, seconds: Int64, action: (ObservedContainer?) -> HostAction
  ) async throws(StepFailure) -> ObservedContainer? {
    let key = key(kind, change)
    guard await !context.isDone(key) else { return nil }
    if kind == .switchOver || kind == .retire || change.verdict.steering != nil { try await verifyDrained() }
    let action = action(change.previous)
    return try await context.step(key) { () async throws(StepFailure) in
      let report = try await carryOut(action, key: key, seconds: seconds, otherwise: .startFailed)
      return report.isRecorded ? nil : report.fact("container").flatMap(ContainerInspection.container)
    }
  }

  private func check(
    _ change: ServiceChange, container: String, seen: ObservedContainer?
  ) async throws(StepFailure) {
    let key = key(.check, change)
    guard await !context.isDone(key) else { return }
    let goesBack = goesBackWithFleet
    var loop = CheckLoop(
      session: session, clock: context.ports.clock, spec: change.spec, container: container,
      halted: { goesBack && context.halt.current == .failures })
    loop.seen = seen
    try await context.step(key) { [loop] () async throws(StepFailure) in
      guard let trouble = await loop.trouble(.deploy) else { return }
      throw .failed(await Evidence(session: session).added(to: trouble, container: container))
    }
  }

  /// Runs a changing script until its end is known.
  private func carryOut(
    _ action: HostAction, key: StepKey, seconds: Int64, otherwise: Trouble.Reason
  ) async throws(StepFailure) -> ScriptReport {
    let ending = await session.change(
      action, id: "\(context.run)/\(key)", service: key.service, deadline: .seconds(seconds + 60))
    switch ending {
    case .reported(let report):
      guard report.succeeded else { throw .failed(EngineMessage.trouble(report, otherwise: otherwise)) }
      return report
    case .notSent(let failure):
      throw .failed(Trouble(.unreachable, failure.detail, advice: failure.advice))
    case .unknown(let failure):
      throw .unknown(Trouble(.lostConnection, failure.detail, advice: failure.advice))
    }
  }

  private func labels(_ change: ServiceChange, _ key: StepKey, fence: Int) -> [String: String] {
    [
      ContainerLabel.service: change.spec.name.text,
      ContainerLabel.run: context.run.text,
      ContainerLabel.operation: "\(context.run)/\(key)",
      ContainerLabel.spec: change.specHash,
      ContainerLabel.fence: String(fence),
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
