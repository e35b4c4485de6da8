import PlayModel

/// Decides how to start, stop or restart services with the containers that are there.
public struct SteerPlanner: PlayPlanner {
  public let steering: Steering
  public let plays: [Play]
  public let known: [Play] = []

  /// - Parameter plays: the hosts' services with the releases they have, and how those were rolled out.
  public init(_ steering: Steering, plays: [Play]) {
    self.steering = steering
    self.plays = plays.map { play in
      Play(
        name: play.name, hosts: play.hosts.map { Self.ordered($0, for: steering) },
        rollout: Self.policy(play.rollout, for: steering))
    }
  }

  public func plan(
    _ index: Int, observed: [HostName: RolloutPlanner.Observation], live: BlueGreen.Group? = nil
  ) -> RolloutPlanner.Result {
    let play = plays[index]
    var problems: [HostName: Trouble] = [:]
    let plans = play.hosts.compactMap { playHost -> HostPlan? in
      guard let survey = observed[playHost.host]?.survey else { return nil }
      let services = playHost.services.compactMap { spec -> ServiceChange? in
        if let container = survey.container(named: spec.containerName) { return change(spec, container) }
        problems[playHost.host] = Trouble(
          .other, "the container \(spec.containerName) is gone", advice: "deploy it with swiftplay run")
        return nil
      }
      return HostPlan(host: playHost.host, services: services)
    }
    return RolloutPlanner.assemble(play, index: index, plans: plans, problems: problems, observed: observed)
  }

  public func pulls(observed: [HostName: RolloutPlanner.Observation]) -> [Play] { [] }

  private func change(_ spec: ServiceSpec, _ container: ObservedContainer) -> ServiceChange {
    let isUp = [.running, .restarting, .paused].contains(container.status)
    let isNeeded =
      switch steering {
      case .start: container.status != .running
      // One that has ended may be brought back by its restart policy.
      case .stop: isUp || container.restartPolicy != .no
      case .restart: true
      }
    let state =
      isUp ? "is \(container.status.rawValue)" : "has ended with exit code \(container.exitCode)"
    return ServiceChange(
      verdict: isNeeded ? steering.verdict : .unchanged, reasons: [state], spec: spec,
      specHash: container.labels[ContainerLabel.spec] ?? "", image: spec.image, previous: container,
      previousSpec: spec)
  }

  /// What others depend on is started first and stopped last.
  private static func ordered(_ host: PlayHost, for steering: Steering) -> PlayHost {
    var left = host.services
    var services: [ServiceSpec] = []
    while !left.isEmpty {
      let names = Set(left.map(\.name))
      let next = left.firstIndex { $0.dependencies.allSatisfy { !names.contains($0.service) } } ?? 0
      services.append(left.remove(at: next))
    }
    return PlayHost(host: host.host, services: steering == .stop ? services.reversed() : services)
  }

  private static func policy(_ rollout: RolloutPolicy, for steering: Steering) -> RolloutPolicy {
    var policy = rollout
    policy.order = .stopFirst
    policy.confirm = false
    // Each host leaves its balancers while it stands still; those of the group that does not serve are out.
    policy.blueGreen = nil
    policy.hooks = [:]
    policy.logErrors = []
    switch steering {
    case .start: break
    case .stop:
      // Who stops a service wants it down.
      policy.minHealthy = .count(0)
      policy.bake = .zero
    case .restart:
      // What was restarted cannot be put back.
      if policy.onFailure != .continue { policy.onFailure = .halt }
    }
    return policy
  }
}
