import PlayModel
import PlayPlanning

@testable import PlayRunner

/// The last word: whether a world's end is what its runs say, and what was promised.
extension Simulation {
  /// Every host is in the balancer as before, or where the traffic was to move.
  func verifyBalancer() {
    // What a run had drained when its locks were broken, the next one takes for somebody's will.
    guard scenario.kind != .paused else { return }
    if hasMoved {
      world.balancer?.verifyMoved(scenario.hosts)
    } else {
      world.balancer?.verify(scenario.hosts, exactly: world.disks[Self.second]?.isEmpty ?? true)
    }
  }

  /// Whether the run that came last has moved the traffic to the other group, and nothing has moved it back.
  private var hasMoved: Bool {
    guard scenario.policy.blueGreen != nil else { return false }
    if folded(Self.second)?.outcome == .succeeded, scenario.kind == .alone { return false }
    return [Self.first, Self.second].contains { run in
      // A run that was taken up when all was done, and did not reach a host, has failed, and has moved it.
      guard let state = folded(run), [.succeeded, .failed].contains(state.outcome),
        state.outcomes.allSatisfy({ $0.outcome == .changed || $0.outcome == .unchanged })
      else { return false }
      return state.plays.contains { $0.plan.groupSwitch != nil }
    }
  }

  /// A run that is over says where every host is, and that is where it is.
  func verify(_ run: RunID, _ version: Int) {
    guard let state = folded(run), state.header != nil else { return }
    guard let outcome = state.outcome else { return world.violated("\(run) has no end") }
    guard outcome != .interrupted else { return world.violated("\(run) stays interrupted") }
    if scenario.single { return verifySingle(outcome) }
    for name in scenario.hosts {
      guard let host = world[name] else { continue }
      guard let record = state[name]?.outcome else {
        world.violated("\(name) has no outcome")
        continue
      }
      // Hooks go with a change of services: one whose group only gives its traffic away has none.
      let changes = state[name]?.parts.flatMap(\.services).contains(where: \.changes) == true
      let hooked: [String?] = record == .changed && changes ? ["done"] : [nil, "off"]
      if scenario.hooked, record != .stuck, !hooked.contains(host.hooked) {
        world.violated("\(name) is \(record), and its hooks left it \(host.hooked ?? "as it was")")
      }
      for service in scenario.services {
        // A play that never came to this host left its services alone, whatever became of the others.
        let part = state[name]?.parts.first { $0.services.contains { $0.spec.name == service } }
        let came = part?.isBatchStarted ?? false
        let found = part?.services.first { $0.spec.name == service }?.previous
        var outcome = record == .changed && !came ? .notAttempted : record
        // The group that served before left the balancers, and that was all.
        if part?.isOutgoing == true, record == .changed, scenario.policy.blueGreen?.standby == .keep {
          outcome = .unchanged
        }
        verify(host, service, outcome, run, wasDead: wasDead(found, host) || isLeft(name, stuckBefore: run))
      }
    }
    let outcomes = state.outcomes.map(\.outcome)
    if outcome == .succeeded, !outcomes.allSatisfy({ $0 == .changed || $0 == .unchanged }) {
      world.violated("\(run) succeeded with \(outcomes)")
    }
    if outcome == .rolledBack, outcomes.contains(.changed) {
      world.violated("\(run) went back with \(outcomes)")
    }
    if outcomes.contains(.stuck) { world.violated("\(run) is stuck in calm: \(state.stuckHosts)") }
  }

  /// Nothing of a run that was cancelled stands any more, however far it had gone back by itself. Groups and singletons
  /// may stay where they are: something has to serve, and only once.
  func verifyCancelled() {
    guard scenario.policy.blueGreen == nil, !scenario.single, let state = folded(Self.first) else { return }
    let standing = state.hosts.filter(\.isTouched).map(\.host)
    if !standing.isEmpty { world.violated("cancelled, and \(standing) have something of it") }
  }

  /// Where the one runs, after a run that says where it is.
  private func verifySingle(_ outcome: RunOutcome) {
    let places = world.hosts.filter { !$0.engine.serving("web").isEmpty }.map(\.name)
    let home = scenario.hosts.filter { !scenario.empty.contains($0) }
    switch outcome {
    case .succeeded where places != Array(scenario.hosts.prefix(1)):
      world.violated("it was moved to \(scenario.hosts[0]), and runs on \(places)")
    case .rolledBack where scenario.kind == .alone && places != home:
      world.violated("it was put back to \(home), and runs on \(places)")
    case .stuck: world.violated("it is stuck in calm")
    default: break
    }
  }

  /// Whether the container that was there before the run did not serve then, and is the one that is there now: what
  /// another run, stopped by its lock's break, had left stopped or no good.
  private func wasDead(_ found: ObservedContainer?, _ host: SimulatedHost) -> Bool {
    guard let found, let current = host.engine.container(found.name), current.id == found.id
    else { return false }
    return !found.isServing || current.behaviour != .good
  }

  /// Whether the run left a host alone that the run before it lists as stuck: it stood still in the middle of a change,
  /// and its lock was broken.
  private func isLeft(_ host: HostName, stuckBefore run: RunID) -> Bool {
    run == Self.second && folded(run)?[host]?.isTouched == false
      && folded(Self.first)?[host]?.outcome == .stuck
  }

  private func verify(
    _ host: SimulatedHost, _ service: ServiceName, _ outcome: HostOutcome, _ run: RunID, wasDead: Bool
  ) {
    let current = host.engine.container(service.text)
    let serves = current?.isServing ?? false
    let isNew = current?.labels[ContainerLabel.run] == run.text
    let leftovers = host.engine.containers.filter {
      $0.labels[ContainerLabel.run] == run.text && $0.labels[ContainerLabel.service] == service.text
    }.map(\.name)
    switch outcome {
    case .changed:
      if !isNew || !serves { world.violated("\(host.name) is said to be changed: \(service) is not") }
      if leftovers.count > 1 { world.violated("\(host.name) has \(leftovers)") }
    case .unchanged, .failed, .rolledBack, .unreachable, .notAttempted:
      if !leftovers.isEmpty { world.violated("\(host.name) is \(outcome) and has \(leftovers)") }
      if !scenario.empty.contains(host.name), !serves, !wasDead {
        world.violated("\(host.name) is \(outcome) and \(service) does not serve")
      }
    case .stuck: break
    }
    if scenario.policy.order == .stopFirst, host.engine.serving(service.text).count > 1 {
      world.violated("\(host.name) serves \(service) twice")
    }
  }
}
