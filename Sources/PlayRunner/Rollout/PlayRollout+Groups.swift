import PlayModel
import PlayPlanning

/// The moment of a blue-green play: traffic moves from one group to the other.
extension PlayRollout {
  /// Why traffic may not move now; `nil` when it may.
  ///
  /// - Parameter isFirst: the play has done nothing yet, so nobody was asked before this.
  func switchGate(isFirst: Bool) async throws(RecordFailure) -> Halt.Reason? {
    if isFirst, plan.policy.confirm, await !context.recorder.state.hasWaited,
      await !context.ports.gate(plan, -1)
    {
      return .gate
    }
    guard !switchWindows.isEmpty, context.patience != .override else { return nil }
    while true {
      let now = context.ports.clock.now()
      switch WindowVerdict(switchWindows, at: now) {
      case .unrestricted, .open: return nil
      case .denied, .closed: break
      }
      let next = WindowVerdict.nextOpening(switchWindows, from: now)?.time
      guard let next, context.patience == .wait else {
        try await context.record(.note(Self.waits(for: switchWindows, next: next)))
        return .switchWindow
      }
      if context.halt.current != nil { return context.halt.current }
      // In small pieces: the clock may be set meanwhile, and a request to stop is heard.
      try? await context.ports.clock.sleep(for: min(.seconds(1), max(.milliseconds(10), next.since(now))))
    }
  }

  private static func waits(for windows: [Window], next: Timestamp?) -> String {
    let names = windows.filter { $0.kind == .allow }.map(\.name)
    let subject = "the traffic moves in the window \(names.joined(separator: ", "))"
    guard let next, let zone = windows.first(where: { $0.kind == .allow })?.zone else {
      return "\(subject), which does not open again"
    }
    return "\(subject), from \(zone.local(next)) \(zone.name) on"
  }

  /// Puts the idle group in, takes the other one out once that serves, and watches. Nothing of it goes back here:
  /// on a failure the whole run does, in the order that keeps a group serving.
  ///
  /// - Parameter failures: hosts that take no part.
  func turnOver(
    _ members: [HostName], _ failures: [HostName: Trouble]
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    guard let groups = plan.groupSwitch else { return [:] }
    let planned = Set(plan.hosts.map(\.host))
    func able(_ group: BlueGreen.Group) -> [HostName] {
      group.hosts.filter { planned.contains($0) && failures[$0] == nil }
    }
    let (incoming, outgoing) = (able(groups.incoming), able(groups.outgoing))
    let missing = excluded.filter { incoming.contains($0.key) || outgoing.contains($0.key) }
    guard missing.isEmpty else {
      context.halt.set(.failures)
      return missing
    }
    // Before the first host moves there is a safe point; the next one is after the last.
    if context.halt.current != nil, await !hasMoved(incoming) { return [:] }
    for turn in Turn.allCases {
      let bake = plan.policy.bake
      if turn == .bake, bake > .zero { try await context.record(.waiting(reason: "baking", duration: bake)) }
      let failed = try await carryOut(turn, on: turn.isIncoming ? incoming : outgoing)
      guard failed.isEmpty else { return failed }
    }
    return [:]
  }

  private enum Turn: CaseIterable {
    /// A group that has waited for somebody, or that had the release already, may have broken down meanwhile.
    case prove
    case takeOver, handOver, bake
    /// Only where the standby is upgraded: else nothing is to do there.
    case deploy

    var isIncoming: Bool { self == .prove || self == .takeOver || self == .bake }
  }

  /// Whether every host of the one group has been put in, and every one of the other taken out.
  func hasTurned() async -> Bool {
    guard let groups = plan.groupSwitch else { return true }
    for (group, kind) in [(groups.incoming, StepKind.join), (groups.outgoing, .drain)] {
      for host in plan.hosts where group.hosts.contains(host.host) && !host.services.isEmpty {
        let steps = await context.recorder.host(host.host)?.steps ?? []
        let turned = steps.contains {
          $0.key.play == plan.play && $0.key.kind == kind && $0.status == .succeeded
        }
        guard turned else { return false }
      }
    }
    return true
  }

  /// Whether a host of a batch that is over has yet to change.
  func isLeftHalf(_ batch: [HostName]) async -> Bool {
    for host in batch where await context.recorder.host(host)?.isComplete == false { return true }
    return false
  }

  private func hasMoved(_ hosts: [HostName]) async -> Bool {
    for host in hosts {
      let steps = await context.recorder.host(host)?.steps ?? []
      if steps.contains(where: { $0.key.play == plan.play && $0.key.kind == .join }) { return true }
    }
    return false
  }

  private func carryOut(
    _ turn: Turn, on hosts: [HostName]
  ) async throws(RecordFailure) -> [HostName: Trouble] {
    let results = await fanOut(hosts, limit: context.forks) { host -> Result<Trouble?, RecordFailure> in
      guard let rollout = rollout(host) else {
        return .success(Trouble(.unreachable, "the host has no connection settings"))
      }
      do throws(StepFailure) {
        switch turn {
        case .prove: try await rollout.prove()
        case .takeOver: try await rollout.takeOver()
        case .handOver: try await rollout.handOver()
        case .bake: try await rollout.bakeBehindBalancers(plan.policy.bake)
        case .deploy: try await rollout.deploy()
        }
        return .success(nil)
      } catch {
        if case .unrecorded(let failure) = error { return .failure(failure) }
        // The others need not wait for their own end.
        if error.trouble.reason != .interrupted { context.halt.set(.failures) }
        return .success(error.trouble)
      }
    }
    var failed: [HostName: Trouble] = [:]
    for (host, result) in zip(hosts, results) {
      if let trouble = try result.get() { failed[host] = trouble }
    }
    return failed
  }
}
