import PlayModel

/// A run's summary as its events build it up. The same fold fills the `runs` row while a run writes,
/// goes on when a run is resumed, and tells what the row should be when the store is verified.
struct RunDigest: Sendable {
  private(set) var summary: RunSummary
  /// Outcome of each host, `nil` until it has one.
  private(set) var hosts: [HostName: HostOutcome?] = [:]

  /// `nil` when the event is not a run's first.
  init?(first event: RunEvent) {
    guard case .started(let header) = event.body, event.sequence == 1 else { return nil }
    summary = RunSummary(
      run: event.run, header: header, startedAt: event.time, lastEventAt: event.time, lastSequence: 1)
  }

  mutating func add(_ event: RunEvent) {
    summary.lastEventAt = event.time
    summary.lastSequence = event.sequence
    switch event.body {
    case .surveyed(let host, _): see(host)
    case .planned(let plan): add(plan)
    case .hostFinished(let host, let outcome, _):
      see(host)
      hosts[host] = .some(outcome)
      summary.hosts[outcome, default: 0] += 1
    case .finished(let outcome, let reason):
      summary.outcome = outcome
      summary.reason = reason
    case .resumed:
      summary.outcome = nil
      summary.reason = nil
      summary.hosts = [:]
      hosts = hosts.mapValues { _ in nil }
    case .abandoned(let reason):
      summary.outcome = .interrupted
      summary.reason = "abandoned: \(reason)"
    default: break
    }
  }

  private mutating func add(_ plan: PlayPlan) {
    var known = Set(summary.services)
    for host in plan.hosts {
      see(host.host)
      for change in host.services {
        let deployed = RunSummary.Deployed(
          service: change.spec.name, version: change.spec.image.version)
        if known.insert(deployed).inserted { summary.services.append(deployed) }
      }
    }
  }

  private mutating func see(_ host: HostName) {
    guard hosts[host] == nil else { return }
    hosts.updateValue(nil, forKey: host)
    summary.hostCount += 1
  }
}
