import Foundation
import PlayModel
import PlayPlanning

@testable import PlayRunner

/// The scripts that look, and those of the locks.
extension SimulatedHost {
  func look(_ action: HostAction, _ boot: Int, _ process: String) async throws -> [String] {
    switch action {
    case .survey(let images, let claim, _): return try await survey(images, claim, boot)
    case .look(let id, _, _), .evidence(let id):
      let line = try await engine(boot) { engine in engine.container(id).map(Self.line) }
      guard let line else { throw Failed(lines: ["No such container: \(id)"]) }
      return [line]
    case .pull(let image, _, _):
      await world.sleep(world.pick(50...4000))
      if diskFull { throw Failed(lines: ["write /var/lib/docker: no space left on device"]) }
      _ = try await engine(boot) { $0.images.insert(image.description) }
      return [Self.imageLine(image)]
    case .balance(let request):
      guard let balancer = world.balancer else { throw Failed(lines: ["no balancer runs here"]) }
      await world.sleep(world.pick(5...200))
      guard boot == self.boot, isUp else { throw Died() }
      return try balancer.carry(request)
    case .claim(let claim): return try await take(claim, boot)
    case .beat(let claim, _):
      return claim.services.compactMap { service in
        guard volatile.holders[service.text]?.token == claim.token else { return "=lost \(service)" }
        volatile.holders[service.text]?.beat = world.clock.now()
        return nil
      }
    case .release(let claim, let forget, _):
      release(claim, forget: forget)
      return []
    case .locks: return held(Array(volatile.holders.keys).sorted())
    case .breakLocks(let run, _, _): return try await breakLocks(run, boot)
    default: throw Failed(lines: ["not a look"])
    }
  }

  private func survey(_ images: [ImageReference], _ claim: HostClaim?, _ boot: Int) async throws -> [String] {
    guard engineIsUp else { return ["Cannot connect to the Docker daemon", "=down"] }
    var lines = ["=time \(world.clock.now().milliseconds / 1000)"]
    lines.append(#"=info {"ID":"\#(name)","ServerVersion":"28.2.2","Architecture":"x86_64"}"#)
    var early: [String]?
    if fault == .claimAfterLook {
      early = try await engine(boot) { $0.containers.map(Self.line) }
      await world.sleep(world.pick(0...4000))
    }
    if let claim {
      do { lines += try await take(claim, boot) } catch let failed as Failed { return lines + failed.lines }
    }
    lines.append("=disk /dev/sda 100000000 10000000 90000000 10% /")
    if let early { lines += early } else { lines += try await engine(boot) { $0.containers.map(Self.line) } }
    for image in images where engine.images.contains(image.description) {
      lines.append(Self.imageLine(image).replacing("=image ", with: "=image \(image) "))
    }
    return lines
  }

  func release(_ claim: HostClaim, forget: Bool) {
    for service in claim.services {
      guard let holder = volatile.holders[service.text] else { continue }
      let isMine = forget ? holder.run == claim.run : holder.token == claim.token
      if isMine { volatile.holders[service.text] = nil }
    }
    if forget { volatile.records = volatile.records.filter { !$0.key.hasPrefix(claim.run.text) } }
  }

  private func held(_ services: [String]) -> [String] {
    services.compactMap { service in
      guard let holder = volatile.holders[service] else { return nil }
      let age = world.clock.now().since(holder.beat).components.seconds
      return
        "=held \(service) \(holder.run) \(holder.fence) \(holder.claim.processID) 0 \(age) \(holder.claim.machine) \(holder.claim.owner)"
    }
  }

  private func take(_ claim: HostClaim, _ boot: Int) async throws -> [String] {
    await world.sleep(world.pick(1...30))
    guard boot == self.boot, isUp else { throw Died() }
    let mine = [claim.run] + claim.replacing
    let foreign = claim.services.map(\.text).filter { service in
      volatile.holders[service].map { !mine.contains($0.run) } ?? false
    }
    if !foreign.isEmpty, fault != .claimAlwaysGranted { throw Failed(lines: held(foreign)) }
    var lines: [String] = []
    for service in claim.services {
      let labels = engine.containers.filter { $0.labels[ContainerLabel.service] == service.text }
        .compactMap { $0.labels[ContainerLabel.fence].flatMap { Int($0) } }
      let top = volatile.fences[service.text] ?? labels.max() ?? 0
      if let limit = claim.held[service], top > limit {
        throw Failed(lines: ["=overtaken \(service) \(top)"])
      }
      let base = volatile.fences[service.text] == nil ? Int(world.clock.now().milliseconds / 1000) : 0
      var fence = max(top, base) + 1
      if let holder = volatile.holders[service.text], holder.run == claim.run, holder.token == claim.token {
        fence = holder.fence
      }
      volatile.fences[service.text] = fence
      volatile.holders[service.text] = Holder(
        run: claim.run, token: claim.token, fence: fence, claim: claim, beat: world.clock.now())
      lines.append("=claimed \(service) \(fence)")
    }
    for service in claim.services {
      var waited = 0
      while volatile.flocks.contains(service.text) {
        guard waited < 120_000 else { throw Failed(lines: ["=busy \(service)"]) }
        await world.sleep(500)
        waited += 500
        guard boot == self.boot else { throw Died() }
      }
    }
    return lines
  }

  private func breakLocks(_ run: RunID, _ boot: Int) async throws -> [String] {
    var lines: [String] = []
    for service in volatile.holders.keys.sorted() where volatile.holders[service]?.run == run {
      while volatile.flocks.contains(service) {
        await world.sleep(500)
        guard boot == self.boot else { throw Died() }
      }
      let fence = (volatile.holders[service]?.fence ?? 0) + 1
      volatile.fences[service] = fence
      volatile.holders[service] = nil
      lines.append("=broken \(service) \(fence)")
    }
    return lines
  }

  func answer(_ probe: NetworkProbe) -> ProbeAnswer {
    guard let container = engine.containers.first(where: { $0.isUp && $0.ports.contains(probe.port) }) else {
      return fault == .checksAlwaysPass ? .http(status: 200, body: []) : .refused("connection refused")
    }
    let passes = container.isServing || fault == .checksAlwaysPass
    return .http(status: passes ? 200 : 500, body: [])
  }

  private static func imageLine(_ image: ImageReference) -> String {
    let tag = image.tag ?? ""
    return
      #"=image {"id":"sha256:\#(tag)","digests":["\#(image.repository)@sha256:\#(tag)"],"created":"2026-01-01T00:00:00Z"}"#
  }

  static func line(_ container: SimulatedEngine.Container) -> String {
    let labels =
      (try? JSONEncoder().encode(container.labels)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    let tag = container.image.split(separator: "@")[0].split(separator: ":").last ?? ""
    let ports = container.ports.map { #""80/tcp":[{"HostIp":"0.0.0.0","HostPort":"\#($0)"}]"# }
      .joined(separator: ",")
    return #"=container {"id":"\#(container.id)","name":"/\#(container.name)","image":"\#(container.image)","#
      + #""imageID":"sha256:\#(tag)","status":"\#(container.status.rawValue)","exit":\#(container.exit),"#
      + #""started":"\#(container.startedAt)","restarts":\#(container.restarts),"#
      + #""policy":"\#(container.policy.text)","labels":\#(labels),"ports":{\#(container.isUp ? ports : "")}}"#
  }
}
