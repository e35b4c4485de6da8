import PlayModel

/// What the runner, resume and reports ask of a run.
extension RunState {
  /// Nothing can follow: the run is over.
  public var isTerminal: Bool { outcome != nil }

  public subscript(host: HostName) -> HostRecord? { hosts[host] }

  /// Where a step stands; `planned` when it was never started.
  public func status(of key: StepKey) -> StepStatus { hosts[key.host]?.step(key)?.status ?? .planned }

  /// What puts a host back, in the order to do it.
  public func undoList(of host: HostName) -> [StepRecord] { hosts[host]?.undoList ?? [] }

  /// Hosts on which something this run did stands, or may stand.
  public var touchedHosts: [HostName] { hosts.lazy.filter(\.isTouched).map(\.host) }

  /// Hosts with something to put back: also half-failed steps count.
  public var hostsToUndo: [HostName] {
    hosts.lazy.filter { $0.steps.contains(where: \.wantsUndo) }.map(\.host)
  }

  /// Hosts whose deployment failed, or that cannot be reached.
  public var failedHosts: [HostName] {
    hosts.lazy
      .filter { host in
        switch host.outcome {
        case .failed, .unreachable, .stuck: true
        case .changed, .unchanged, .rolledBack, .notAttempted: false
        case nil: host.surveyTrouble != nil || host.steps.contains { $0.outcome == .failed }
        }
      }
      .map(\.host)
  }

  public var stuckHosts: [HostName] {
    hosts.lazy.filter { host in host.outcome == .stuck || host.steps.contains { $0.status == .stuck } }
      .map(\.host)
  }

  /// Hosts on which a step or an undo has no known end: what `resume` asks first.
  public var openHosts: [HostName] { hosts.lazy.filter(\.hasOpenSteps).map(\.host) }

  /// Outcome of each host that has one, in the order the hosts appeared.
  public var outcomes: [(host: HostName, outcome: HostOutcome)] {
    hosts.compactMap { host in host.outcome.map { (host.host, $0) } }
  }

  /// Hosts on which the plans change something.
  public var plannedChanges: [HostName] {
    hosts.lazy.filter { $0.parts.contains { $0.batch != nil } }.map(\.host)
  }

  /// From the first event to the last; `nil` before the first. Never negative.
  public var duration: Duration? {
    guard let startedAt, let lastEventAt else { return nil }
    return max(.zero, lastEventAt.since(startedAt))
  }
}
