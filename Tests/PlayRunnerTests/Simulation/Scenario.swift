import PlayModel
import PlayPlanning
import PlayTesting

@testable import PlayRunner

/// What happens in one world: the fleet, what is to be deployed, and which accidents come.
struct Scenario: Sendable {
  enum Kind: String, Sendable { case alone, together, paused }

  let seed: UInt64
  let kind: Kind
  let hosts: [HostName]
  let services: [ServiceName]
  let policy: RolloutPolicy
  /// Hosts on which the new release is no good, and how.
  let bad: [HostName: SimulatedEngine.Behaviour]
  /// Hosts that have nothing yet.
  let empty: Set<HostName>
  let accidents: Int
  let twoPlays: Bool
  let balanced: Bool
  /// One service on one host and nowhere else: the first.
  let single: Bool
  /// Containers are told to take no new work before they are stopped.
  let quiets: Bool
  /// A hook on each host, with an undo.
  let hooked: Bool

  /// - Parameters:
  ///   - balanced: behind a load balancer.
  ///   - groups: in two groups that serve in turn.
  ///   - single: a service of which there is one; it runs on one of the hosts, or nowhere yet.
  init(seed: UInt64, balanced: Bool = false, groups: Bool = false, single: Bool = false) {
    self.seed = seed
    self.balanced = balanced
    self.single = single
    var random = SeededGenerator(seed: seed ^ 0x5EED)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let kind: Kind = [.alone, .alone, .alone, .together, .paused][pick(0...4)]
    // A lock that is broken while traffic moves leaves that half-way, which the next run refuses.
    self.kind = (groups || single) && kind == .paused ? .alone : kind
    let hosts = (1...pick((groups || single ? 2 : 1)...4)).map { HostName("h\($0)") }
    self.hosts = hosts
    services = pick(0...2) == 0 && !single ? ["cache", "web"] : ["web"]
    var policy = RolloutPolicy()
    policy.order = pick(0...3) == 0 ? .startFirst : .stopFirst
    policy.serial = [[], [.count(1)], [.count(1), .percent(50)], [.count(2)]][pick(0...3)]
    policy.onFailure = [.rollback, .rollback, .rollbackBatch, .halt, .continue][pick(0...4)]
    policy.maxFailures = .count(pick(0...3) == 0 ? 1 : 0)
    policy.bake = pick(0...2) == 0 ? .seconds(5) : .zero
    policy.pause = pick(0...3) == 0 ? .seconds(3) : .zero
    if hosts.count > 1, pick(0...2) == 0 { policy.minHealthy = .percent(50) }
    if balanced {
      policy.balancers = [SimulatedBalancer.description]
      if policy.serial.isEmpty { policy.serial = [.count(1)] }
      if policy.bake > .zero, pick(0...1) == 0 { policy.weights = [10, 50] }
    }
    if groups {
      let (blue, green) = (Array(hosts.prefix(hosts.count / 2)), Array(hosts.dropFirst(hosts.count / 2)))
      policy.blueGreen = BlueGreen(
        groups: [.init(name: "blue", hosts: blue), .init(name: "green", hosts: green)],
        standby: pick(0...2) == 0 ? .upgrade : .keep)
      (policy.minHealthy, policy.maxFailures, policy.onFailure, policy.weights) = (
        .count(0), .count(0), .rollback, []
      )
    }
    if single {
      policy.exactlyOne = true
      (policy.order, policy.serial, policy.maxFailures) = (.stopFirst, [], .count(0))
      (policy.minHealthy, policy.onFailure) = (.count(0), .rollback)
    }
    var bad: [HostName: SimulatedEngine.Behaviour] = [:]
    if pick(0...2) == 0 {
      let behaviour: SimulatedEngine.Behaviour =
        pick(0...1) == 0 || policy.order == .startFirst ? .crashing : .sick
      bad[hosts[pick(0...(hosts.count - 1))]] = behaviour
    }
    self.bad = bad
    // A group that serves has something to serve with.
    let home = pick(-1...(hosts.count - 1))
    let elsewhere = Set(hosts.enumerated().filter { $0.offset != home }.map(\.element))
    empty =
      single
      ? elsewhere
      : pick(0...4) == 0 ? [hosts[pick((groups ? hosts.count / 2 : 0)...(hosts.count - 1))]] : []
    accidents = pick(0...2) == 0 ? 0 : pick(1...6)
    twoPlays = !groups && !single && kind == .alone && services.count == 2 && pick(0...1) == 0
    // By the seed itself: one more draw would make other worlds of those that once showed a fault.
    quiets = seed % 7 == 5 && !single
    hooked = seed % 7 == 6 && self.kind == .alone && !twoPlays && !single
    if hooked {
      policy.hooks = [
        .beforeHost: [Hook("on", on: .host, undo: "off")], .afterHost: [Hook("done", on: .host)],
      ]
    }
    self.policy = policy
  }

  /// Nothing but the run takes hosts down.
  var isQuiet: Bool { accidents == 0 && kind == .alone && bad.isEmpty && empty.isEmpty }

  func plays(_ version: Int, fault: PlantedFault? = nil) -> [Play] {
    var policy = policy
    if fault == .minHealthyIgnored { policy.minHealthy = .count(0) }
    func play(_ name: String, _ services: [ServiceName]) -> Play {
      Play(
        name: name,
        hosts: hosts.map { host in
          PlayHost(host: host, services: services.map { spec($0, version, host) })
        },
        rollout: policy)
    }
    return twoPlays ? services.map { play($0.text, [$0]) } : [play("all", services)]
  }

  func tag(_ version: Int, _ host: HostName) -> String {
    "\(version)-\((version == 2 ? bad[host] : nil)?.rawValue ?? "good")"
  }

  private func spec(_ service: ServiceName, _ version: Int, _ host: HostName) -> ServiceSpec {
    var spec = ServiceSpec(
      name: service, image: ImageReference(repository: "registry/\(service)", tag: tag(version, host)))
    spec.settle = .seconds(3)
    if quiets { (spec.quietSignal, spec.quietWait) = ("USR1", .seconds(5)) }
    guard policy.order == .stopFirst else { return spec }
    let port = port(service)
    spec.ports = [PortMapping(hostPorts: port...port, containerPort: 80)]
    spec.checks = [
      Check(
        .http(url: "http://127.0.0.1:\(port)/", status: [200], body: nil, headers: [:]), within: .seconds(20))
    ]
    return spec
  }

  func port(_ service: ServiceName) -> Int { service == "web" ? 8080 : 6379 }

  func furnish(_ world: World) throws {
    for name in hosts {
      let host = SimulatedHost(name, world: world)
      host.oneAtATime = policy.order == .stopFirst
      world.add(host)
      guard !empty.contains(name) else { continue }
      for service in services {
        let id = try host.engine.create(
          name: service.text, image: "registry/\(service):1-good",
          labels: [
            ContainerLabel.service: service.text, ContainerLabel.run: "20261101-000000-prev",
            ContainerLabel.fence: "1", ContainerLabel.spec: "first",
            ContainerLabel.image: "registry/\(service):1-good",
          ],
          ports: policy.order == .stopFirst ? [port(service)] : [],
          policy: [.always, .unlessStopped][world.pick(0...1)])
        try host.engine.start(id)
      }
    }
    world.single = single ? "web" : nil
    if balanced {
      world.add(SimulatedHost(SimulatedBalancer.host, world: world))
      world.balancer = SimulatedBalancer(
        of: hosts, idle: policy.blueGreen?.groups.last?.hosts ?? [], world: world)
    }
    if isQuiet {
      world.budget = HealthWatch(
        required: policy.order == .stopFirst ? policy.minHealthy.required(of: hosts.count) : 0,
        services: services.map(\.text))
    }
  }
}
