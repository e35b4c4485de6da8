import PlayModel

/// A play whose services run on one of its hosts and nowhere else (`exactly_one`): the first one.
///
/// Wherever else one runs, it is put aside first, in a batch of its own before the one of the first host; going
/// back, batch by batch backwards, stops the new one before any other starts again.
struct ExactlyOnePlan {
  let host: HostName

  /// What each of the other hosts has to do: nothing, or to stop.
  func plan(_ hosts: [HostPlan]) -> [HostPlan] {
    hosts.map { plan in
      guard plan.host != host else { return plan }
      return HostPlan(host: plan.host, services: plan.services.map(elsewhere))
    }
  }

  /// Those that only stop, then those that start.
  func batches(_ hosts: [HostPlan]) -> [[HostName]] {
    let changing = hosts.filter(\.changes)
    let stopping = changing.filter { plan in !plan.services.contains(where: Self.starts) }
    let starting = changing.filter { plan in plan.services.contains(where: Self.starts) }
    return (stopping.isEmpty ? [] : [stopping.map(\.host)]) + starting.map { [$0.host] }
  }

  private static func starts(_ change: ServiceChange) -> Bool {
    change.changes && change.verdict != .remove && change.verdict != .stop
  }

  private func elsewhere(_ change: ServiceChange) -> ServiceChange {
    var change = change
    let isUp = change.previous.map { previous in
      // One that has ended may be brought back by its restart policy.
      [.running, .restarting, .paused].contains(previous.status) || previous.restartPolicy != .no
    }
    change.verdict = isUp == true ? .remove : .unchanged
    change.reasons = ["runs on \(host) and nowhere else"]
    return change
  }
}
