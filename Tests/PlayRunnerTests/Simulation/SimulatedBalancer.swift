import PlayModel
import PlayPlanning

@testable import PlayRunner

/// A load balancer on a host of its own, in front of every host's service `web`.
///
/// Unchecked: see `World`.
final class SimulatedBalancer: @unchecked Sendable {
  static let host: HostName = "lb"

  private struct Server {
    var state = BalancerMembership.State.ready
    var weight = 10
    /// Requests that were under way when it was taken out have ended by then.
    var idleAt = Timestamp(milliseconds: 0)
  }

  private unowned let world: World
  private var servers: [HostName: Server]
  /// Of two groups that serve in turn, the one that does not at first.
  private let idle: Set<HostName>

  init(of hosts: [HostName], idle: [HostName] = [], world: World) {
    self.world = world
    self.idle = Set(idle)
    servers = Dictionary(hosts.map { ($0, Server()) }, uniquingKeysWith: { first, _ in first })
    for host in idle { servers[host]?.state = .maint }
  }

  /// Its description; the rows of its answers are those of nginx's script.
  static var description: LoadBalancer {
    LoadBalancer(
      name: "edge", driver: .nginx, hosts: [host], nginx: NginxFiles(file: "/web"), backends: ["web"],
      drainTimeout: .seconds(20), readyTimeout: .seconds(30))
  }

  func carry(_ request: BalancerRequest) throws -> [String] {
    let name = request.host
    guard var server = servers[name] else {
      throw SimulatedHost.Failed(lines: ["No such server: web/\(name)"])
    }
    switch request.command {
    case .look:
      let load = server.idleAt > world.clock.now() || server.state == .ready && world.chance(80) ? 1 : 0
      return [
        "=server web \(server.state.rawValue) \(server.weight) \(isUp(name) ? "up" : "down") \(load) as told"
      ]
    case .drain(_, let sparesLast):
      if sparesLast, server.state == .ready, isUp(name), !others(than: name) {
        throw SimulatedHost.Failed(lines: ["=alone web"])
      }
      guard server.state == .ready else { break }
      server.state = .drain
      server.idleAt = world.clock.now().advanced(
        by: .milliseconds(world.pick(0...(world.calm ? 15_000 : 30_000))))
    case .ready:
      if !isUp(name), world.fault == nil { world.note("\(name) is put back and does not serve") }
      server.state = .ready
    case .maintain: if server.state == .drain { server.state = .maint }
    case .weigh(_, let weight): server.weight = weight
    case .forgetHealth, .verify, .cut: break
    }
    servers[name] = server
    if !idle.isEmpty, !servers.values.contains(where: { $0.state == .ready }) {
      world.violated("no server takes requests any more after \(name) was taken out")
    }
    return []
  }

  private func isUp(_ name: HostName) -> Bool {
    guard let host = world[name], host.isUp, host.engineIsUp else { return false }
    return host.engine.serving("web").contains { $0.isServing }
  }

  private func others(than name: HostName) -> Bool {
    servers.contains { $0.key != name && $0.value.state == .ready && isUp($0.key) }
  }

  /// A container of `web` is being stopped: its visitors must be gone.
  func stopping(on name: HostName) {
    guard let server = servers[name] else { return }
    if server.state == .ready { world.violated("\(name): web is stopped, and the balancer sends to it") }
    if server.state == .drain, server.idleAt > world.clock.now(), !cuts {
      world.violated("\(name): web is stopped, and requests are under way")
    }
  }

  /// Once something goes back, what is still under way after the deadline is cut off.
  private var cuts: Bool {
    world.disks.values.contains { events in
      events.contains { if case .undoStarted = $0.body { true } else { false } }
    }
  }

  /// All runs are over.
  ///
  /// - Parameter exactly: out of service as before, too; a rollback of a run drains as any run.
  func verify(_ hosts: [HostName], exactly: Bool = true) {
    for name in hosts {
      let before: BalancerMembership.State = idle.contains(name) ? .maint : .ready
      guard let server = servers[name], server.state != before || server.weight != 10 else { continue }
      if !exactly, before == .maint, server.state == .drain { continue }
      world.violated(
        "\(name) was \(before) with weight 10 before, and is \(server.state) with \(server.weight)")
    }
  }

  /// A run that has moved the traffic is over.
  func verifyMoved(_ hosts: [HostName]) {
    for name in hosts where (servers[name]?.state == .ready) != idle.contains(name) {
      world.violated("\(name) is \(servers[name]?.state.rawValue ?? "gone") after the traffic has moved")
    }
  }
}
