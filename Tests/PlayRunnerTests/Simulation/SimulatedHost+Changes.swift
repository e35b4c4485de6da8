import PlayModel
import PlayPlanning

@testable import PlayRunner

/// The changing scripts.
extension SimulatedHost {
  func change(_ action: HostAction, _ operation: HostOperation, _ boot: Int) async throws -> [String] {
    switch action {
    case .create(let creation, _): return try await create(creation, operation, boot)
    case .switchOver(let old, let aside, let new, let name, let policy):
      try await giveName(from: old?.id, aside, to: new, name, policy, boot)
      if let old { try await putAside(old.id, boot) { try await self.retire(old.id, boot) } }
      if let new {
        try await start(new, boot)
        return try await seen(new, boot)
      }
    case .start(let new):
      try await start(new, boot)
      return try await seen(new, boot)
    case .retire(let old, let aside, let new, let name, let policy):
      if let old, fault != .restartPolicyKept {
        try await engine(boot) { try $0.update(old.id, policy: .no) }
      }
      try await giveName(from: old?.id, aside, to: new, name, policy, boot)
      if let old { try await putAside(old.id, boot) { try await self.stop(old.id, boot) } }
    case .restore(let old, let new, let nextName): try await restore(old, new, nextName, boot)
    case .steer(let steering, let id, let policy):
      let meanwhile = steering == .stop ? .no : policy
      try await engine(boot) { try $0.update(id, policy: meanwhile) }
      if steering != .start { try await stop(id, boot) }
      if steering != .stop { try await start(id, boot) }
      if policy != meanwhile { try await engine(boot) { try $0.update(id, policy: policy) } }
      if steering != .stop { return try await seen(id, boot) }
    case .remove(let created):
      if fault == .removeDoesNothing { return [] }
      if fault == .engineDownMeansGone, !engineIsUp { return [] }
      let ids = try await engine(boot) { engine in
        engine.containers.filter { $0.labels[ContainerLabel.operation] == created }.map(\.id)
      }
      for id in ids { try await engine(boot) { try $0.remove(id) } }
    case .prune(let names):
      for name in names { try await engine(boot) { if $0.container(name) != nil { try $0.remove(name) } } }
    case .quiet(let id, _, let seconds): try await quiet(id, seconds, boot)
    case .unquiet(let container): try await unquiet(container, boot)
    case .hook(let call):
      await world.sleep(world.pick(10...3000))
      guard boot == self.boot, isUp else { throw Died() }
      if fault != .hookUndoForgotten || call.command != "off" { hooked = call.command }
    default: throw Failed(lines: ["not a change"])
    }
    return []
  }

  /// Some end when they are told so, the others go on until they are stopped.
  private func quiet(_ id: String, _ seconds: Int64, _ boot: Int) async throws {
    guard try await engine(boot, { $0.container(id)?.isUp ?? false }) else { return }
    try await engine(boot) { try $0.update(id, policy: .no) }
    guard world.chance(50) else { return await world.sleep(Int(seconds) * 1000) }
    try await stop(id, boot)
  }

  private func unquiet(_ container: ObservedContainer, _ boot: Int) async throws {
    if fault == .unquietDoesNothing { return }
    let now = try await engine(boot) { $0.container(container.id) }
    try await engine(boot) { try $0.update(container.id, policy: container.restartPolicy) }
    if now?.isUp == true, now.map({ "\($0.startedAt)" }) == container.startedAt {
      try await stop(container.id, boot)
    }
    try await start(container.id, boot)
  }

  private func create(
    _ creation: ContainerCreation, _ operation: HostOperation, _ boot: Int
  ) async throws -> [String] {
    let known = try await engine(boot) { engine in
      engine.containers.first { $0.labels[ContainerLabel.operation] == operation.id }?.id
    }
    if let known, fault != .createdTwice { return ["=id \(known)"] }
    let arguments = creation.arguments
    func values(_ option: String) -> [String] {
      arguments.indices.dropLast().filter { arguments[$0] == option }.map { arguments[$0 + 1] }
    }
    if diskFull { throw Failed(lines: ["write /var/lib/docker: no space left on device"]) }
    let labels = values("--label").reduce(into: [String: String]()) { labels, text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      labels[parts[0]] = parts.count > 1 ? parts[1] : ""
    }
    var name = values("--name").first ?? ""
    if fault == .createdTwice, known != nil { name += "2" }
    let policy = RestartPolicy(values("--restart").first ?? "no") ?? .no
    let ports = values("--publish").compactMap { Int($0.split(separator: ":")[0]) }
    let id = try await engine(boot) {
      try $0.create(name: name, image: arguments.last ?? "", labels: labels, ports: ports, policy: policy)
    }
    return ["=id \(id)"]
  }

  private func seen(_ id: String, _ boot: Int) async throws -> [String] {
    do {
      return [try await engine(boot) { engine in engine.container(id).map(Self.line) }].compactMap(\.self)
    } catch is Failed { return [] }
  }

  func start(_ id: String, _ boot: Int) async throws {
    try await engine(boot) { try $0.start(id) }
    if let container = engine.container(id) { planDeath(of: container) }
  }

  /// A release that crashes does so a moment after each start, those by the engine too.
  func planDeath(of container: SimulatedEngine.Container) {
    guard container.behaviour == .crashing, container.isUp else { return }
    let (world, id) = (world, container.id)
    world.spawn { [self] in
      await world.sleep(world.pick(50...2500))
      if isUp, engineIsUp { engine.die(id, start: container.startedAt) }
    }
  }

  private func giveName(
    from old: String?, _ aside: String, to new: String?, _ name: String, _ policy: RestartPolicy?, _ boot: Int
  ) async throws {
    if let old { try await engine(boot) { try $0.rename(old, to: aside) } }
    guard let new else { return }
    try await engine(boot) { try $0.rename(new, to: name) }
    if let policy { try await engine(boot) { try $0.update(new, policy: policy) } }
  }

  private func putAside(_ id: String, _ boot: Int, stop: () async throws -> Void) async throws {
    try await stop()
    if fault == .previousRemoved { try await engine(boot) { try $0.remove(id) } }
  }

  private func retire(_ id: String, _ boot: Int) async throws {
    try await stop(id, boot)
    guard fault != .restartPolicyKept else { return }
    try await engine(boot) { try $0.update(id, policy: .no) }
    // An engine that was started anew in between has revived it.
    guard try await engine(boot, { $0.container(id)?.isUp ?? false }) else { return }
    try await stop(id, boot)
  }

  private func stop(_ id: String, _ boot: Int) async throws {
    if engine.container(id)?.isServing ?? false { world.budget?.stopping(self) }
    if let container = engine.container(id), container.isServing,
      container.labels[ContainerLabel.service] == "web"
    {
      world.balancer?.stopping(on: name)
    }
    await world.sleep(world.pick(10...3000))
    try await engine(boot) { try $0.stop(id) }
  }

  private func restore(_ old: ObservedContainer?, _ new: String?, _ nextName: String, _ boot: Int)
    async throws
  {
    if fault == .restoreDoesNothing { return }
    if fault == .engineDownMeansGone, !engineIsUp { return }
    if let new, try await engine(boot, { $0.container(new) }) != nil {
      try await engine(boot) { try $0.update(new, policy: .no) }
      try await stop(new, boot)
      try await engine(boot) { try $0.rename(new, to: nextName) }
    }
    guard let old else { return }
    try await engine(boot) { try $0.rename(old.id, to: old.name) }
    try await engine(boot) { try $0.update(old.id, policy: old.restartPolicy) }
    if old.status == .running, fault != .restoreLeavesStopped { try await start(old.id, boot) }
  }
}
