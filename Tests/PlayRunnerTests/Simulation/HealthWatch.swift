import PlayModel

/// Counts the hosts that serve whenever the run stops a serving container.
struct HealthWatch {
  let required: Int
  let services: [String]

  func stopping(_ host: SimulatedHost) {
    let left = host.world.hosts.filter { $0 !== host }.count { other in
      services.allSatisfy { other.engine.container($0)?.isServing ?? false }
    }
    if left < required {
      host.world.violated("\(host.name) is stopped and only \(left) of \(required) hosts serve")
    }
  }
}
