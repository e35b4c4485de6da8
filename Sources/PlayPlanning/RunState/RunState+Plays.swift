import PlayModel

/// Plans, batches and going back.
extension RunState {
  mutating func add(_ plan: PlayPlan, _ event: RunEvent) throws(IllegalTransition) {
    guard plan.play == plays.count else {
      throw IllegalTransition(event, .playOutOfOrder(expected: plays.count))
    }
    guard reverts.isEmpty || mayGoOn else { throw IllegalTransition(event, .forwardWhileReverting) }
    let batches = try batchOfEachHost(plan, event)
    for hostPlan in plan.hosts {
      let part = HostRecord.Part(
        play: plan.play, batch: batches[hostPlan.host], services: hostPlan.services,
        isOutgoing: plan.groupSwitch?.outgoing.hosts.contains(hostPlan.host) ?? false)
      hosts[hosts.place(hostPlan.host)].parts.append(part)
    }
    plays.append(PlayRecord(plan: plan, plannedAt: event.time))
  }

  private func batchOfEachHost(
    _ plan: PlayPlan, _ event: RunEvent
  ) throws(IllegalTransition) -> [HostName: Int] {
    var planned: Set<HostName> = []
    for hostPlan in plan.hosts where !planned.insert(hostPlan.host).inserted {
      throw IllegalTransition(event, .planInconsistent(hostPlan.host))
    }
    var batches: [HostName: Int] = [:]
    for (batch, hosts) in plan.batches.enumerated() {
      for host in hosts {
        guard planned.contains(host), batches.updateValue(batch, forKey: host) == nil else {
          throw IllegalTransition(event, .planInconsistent(host))
        }
      }
    }
    return batches
  }

  mutating func startBatch(
    _ play: Int, _ batch: Int, _ members: [HostName], _ event: RunEvent
  ) throws(IllegalTransition) {
    guard plays.indices.contains(play) else { throw IllegalTransition(event, .playNotPlanned(play)) }
    if plays[play].isBatchRunning, let running = plays[play].batch {
      throw IllegalTransition(event, .batchStillRunning(running))
    }
    guard plays[play].plan.batches.indices.contains(batch), batch > plays[play].batch ?? -1 else {
      throw IllegalTransition(event, .batchOutOfOrder)
    }
    guard reverts.isEmpty || mayGoOn else { throw IllegalTransition(event, .forwardWhileReverting) }
    for host in members {
      guard let place = hosts.position(of: host),
        let part = hosts[place].parts.first(where: { $0.play == play }), part.batch == batch
      else { throw IllegalTransition(event, .hostNotInBatch(host)) }
    }
    for host in members {
      guard let place = hosts.position(of: host),
        let part = hosts[place].parts.firstIndex(where: { $0.play == play })
      else { continue }
      hosts[place].parts[part].isBatchStarted = true
    }
    plays[play].batch = batch
    plays[play].isBatchRunning = true
    plays[play].batchStartedAt = event.time
    plays[play].isBatchBroken = false
    phase = .rolling(play: play, batch: batch)
  }

  mutating func finishBatch(_ play: Int, _ batch: Int, _ event: RunEvent) throws(IllegalTransition) {
    guard plays.indices.contains(play) else { throw IllegalTransition(event, .playNotPlanned(play)) }
    guard plays[play].isBatchRunning, plays[play].batch == batch else {
      throw IllegalTransition(event, .batchNotRunning)
    }
    plays[play].isBatchRunning = false
    guard let startedAt = plays[play].batchStartedAt, !plays[play].isBatchBroken else { return }
    plays[play].batchDurations.append(max(.zero, event.time.since(startedAt)))
  }

  mutating func revert(_ reason: String, _ members: [HostName], _ event: RunEvent) throws(IllegalTransition) {
    guard let unknown = members.first(where: { hosts.position(of: $0) == nil }) else {
      for host in members {
        if let place = hosts.position(of: host) { hosts[place].isReverting = true }
      }
      reverts.append(Reverting(time: event.time, reason: reason, hosts: members))
      if !mayGoOn { phase = .reverting }
      return
    }
    throw IllegalTransition(event, .planInconsistent(unknown))
  }

  /// Whether new batches may start although something was put back: only where the failing play said
  /// `on_failure: continue`.
  var mayGoOn: Bool { plays.last?.plan.policy.onFailure == .continue }
}
