import PlayModel

/// Cuts a blue-green play into batches: first those of the group that does not serve, then the one in which the
/// traffic moves.
struct BlueGreenPlan {
  /// Serves now, by what the balancers show.
  let live: BlueGreen.Group
  /// Does not.
  let idle: BlueGreen.Group
  /// Whether the idle group is to take over.
  let moves: Bool
  let standby: BlueGreen.Standby

  init?(_ policy: BlueGreen, live: BlueGreen.Group, moves: Bool) {
    guard let idle = policy.other(than: live.name) else { return nil }
    self.live = live
    self.idle = idle
    self.moves = moves
    standby = policy.standby
  }

  /// - Parameter hosts: what each host of both groups needs.
  func plan(_ hosts: [HostPlan], serial: [Threshold]) -> (
    batches: [[HostName]], hosts: [HostPlan], GroupSwitch?
  ) {
    let (liveHosts, idleHosts) = (Set(live.hosts), Set(idle.hosts))
    let left = hosts.map { plan -> HostPlan in
      if liveHosts.contains(plan.host), !(moves && standby == .upgrade) {
        return unchanged(plan, moves ? "stays as it is, as standby" : "serves")
      }
      let stays = idleHosts.contains(plan.host) && !moves && standby == .keep
      return stays ? unchanged(plan, "stays as it is, as standby") : plan
    }
    let idlePlans = left.filter { idleHosts.contains($0.host) }
    var batches = BatchSizes.cut(
      idlePlans.filter(\.changes).map(\.host), serial: serial, total: idle.hosts.count)
    guard moves else { return (batches, left, nil) }
    let outgoing = left.map(\.host).filter(liveHosts.contains)
    let groupSwitch = GroupSwitch(incoming: idle, outgoing: live, batch: batches.count)
    // Those that need nothing but the traffic have no batch of their own.
    batches.append(outgoing + idlePlans.filter { !$0.changes }.map(\.host))
    return (batches, left, groupSwitch)
  }

  /// Hosts that serve, go on serving, and would be changed all the same.
  func wouldStop(_ hosts: [HostPlan]) -> [HostName] {
    moves ? [] : hosts.filter { $0.changes && live.hosts.contains($0.host) }.map(\.host)
  }

  private func unchanged(_ plan: HostPlan, _ reason: String) -> HostPlan {
    HostPlan(
      host: plan.host,
      services: plan.services.map { change in
        var change = change
        change.verdict = .unchanged
        change.reasons = [reason]
        return change
      })
  }
}
