import PlayModel
import PlayPlanning

/// One host's places in its play's load balancers: taken out before its containers change, given back after.
struct HostMembership: Sendable {
  let context: RunContext
  let host: HostName
  let balancers: [LoadBalancer]
  /// Whether to stop waiting.
  var halted: @Sendable () -> Bool = { false }

  /// What every balancer shows now.
  func look() async throws(StepFailure) -> [BalancerMembership] {
    var found: [BalancerMembership] = []
    for balancer in balancers {
      let link = link(balancer)
      for (place, look) in try await link.look() {
        found.append(
          BalancerMembership(
            balancer: balancer.name, host: place, backend: look.backend, server: link.server,
            state: look.state, weight: look.weight, isUp: look.isUp))
      }
    }
    return found
  }

  /// No new requests on any balancer, then none under way.
  ///
  /// - Parameters:
  ///   - sparesLast: refuses where nothing else would serve.
  ///   - cuts: goes on after the deadline, whatever the policy says.
  func takeOut(
    _ seen: [BalancerMembership], sparesLast: Bool, cuts: Bool = false
  ) async throws(StepFailure) {
    try await heedLock()
    if sparesLast { try await refuseLast(seen) }
    for balancer in balancers {
      for (place, backends) in places(seen, of: balancer) {
        try await link(balancer).tell([place], .drain(backends: backends, sparesLast: sparesLast))
      }
    }
    for balancer in balancers { try await awaitIdle(balancer, seen, cuts: cuts) }
  }

  /// Where the balancer itself says how many others are up; scripts of the others ask as they drain.
  private func refuseLast(_ seen: [BalancerMembership]) async throws(StepFailure) {
    for balancer in balancers where balancer.driver == .command {
      let link = link(balancer)
      let out = places(seen, of: balancer)
      for (place, look) in try await link.look()
      where look.others == 0 && look.isUp && look.state == .ready
        && out[place]?.contains(look.backend) ?? false
      {
        throw .failed(link.alone(look.backend, place))
      }
    }
  }

  /// A process that stood still for long, and whose host another run has taken over meanwhile, says nothing to
  /// balancers any more: they know of no locks, so the host is asked.
  private func heedLock() async throws(StepFailure) {
    guard let session = context.sessions[host], let hold = await session.held else { return }
    let beat = HostRequest(.beat(hold.claim, stateDirectory: hold.stateDirectory), deadline: .seconds(30))
    guard case .reported(let report) = await session.settle(beat, tries: 2), report.fact("lost") != nil else {
      return
    }
    throw .failed(
      Trouble(
        .locked, "another run has taken the host over, or it has forgotten this run's lock",
        advice: "nothing was changed in its load balancers since; look at swiftplay lock list"))
  }

  /// Just before a stop: nobody has put the host back, and nothing is under way again.
  func verify(_ seen: [BalancerMembership]) async throws(StepFailure) {
    for balancer in balancers {
      let link = link(balancer)
      let out = places(seen, of: balancer)
      var isBusy = false
      for (place, look) in try await link.look() {
        if look.state == .ready, out[place]?.contains(look.backend) ?? false {
          throw .failed(
            link.trouble(place, "somebody has put \(look.backend)/\(link.server) back into service"))
        }
        if look.load > 0 { isBusy = true }
      }
      if isBusy, balancer.onDrainTimeout == .fail { try await awaitIdle(balancer, seen, cuts: false) }
    }
  }

  /// Gives back what was taken, once the balancers' own checks have passed on what serves now.
  ///
  /// - Parameters:
  ///   - serves: `false` where nothing is meant to serve: the host is back, and counts as down.
  ///   - restores: weights too, and hosts that were down before may be so again.
  ///   - share: the percentage of its weight that it joins with.
  func giveBack(
    _ seen: [BalancerMembership], serves: Bool, restores: Bool = false, share: Int = 100
  ) async throws(StepFailure) {
    try await heedLock()
    for balancer in balancers {
      let link = link(balancer)
      let out = places(seen, of: balancer)
      let expected = seen.filter { $0.state == .ready && serves && ($0.isUp || !restores) }
      for (place, backends) in out { try await link.tell([place], .forgetHealth(backends: backends)) }
      let seesHealthFirst = balancer.steering.seesHealthWhileOut
      if seesHealthFirst { try await awaitUp(balancer, places(expected, of: balancer)) }
      if share < 100, seesHealthFirst { try await weigh(balancer, seen, share: share) }
      for (place, backends) in out { try await link.tell([place], .ready(backends: backends)) }
      if share < 100, !seesHealthFirst { try await weigh(balancer, seen, share: share) }
      if !seesHealthFirst { try await awaitUp(balancer, places(expected, of: balancer)) }
      for (place, look) in try await link.look() {
        guard
          let before = seen.first(where: {
            $0.balancer == balancer.name && $0.host == place && $0.backend == look.backend
          })
        else { continue }
        if restores, look.weight != before.weight {
          try await link.tell([place], .weigh(backend: look.backend, weight: before.weight))
        }
        if look.state != before.state {
          throw .failed(
            link.trouble(
              place, "\(look.backend)/\(link.server) is \(look.words), not \(before.state.rawValue)"))
        }
      }
    }
  }

  /// Puts a host into service that was out, as one of the group that takes over.
  ///
  /// - Parameter seen: what the balancers showed before.
  func bringIn(_ seen: [BalancerMembership]) async throws(StepFailure) {
    try await heedLock()
    // Drained it is asked for its health, where it is not in maintenance.
    for balancer in balancers where balancer.steering.seesHealthWhileOut {
      for (place, backends) in places(seen, of: balancer, in: .maint) {
        try await link(balancer).tell([place], .drain(backends: backends, sparesLast: false))
      }
    }
    try await giveBack(Self.whole(seen), serves: true)
  }

  /// Takes a host out again that was brought in, and leaves it as it was before.
  func sendBack(_ seen: [BalancerMembership]) async throws(StepFailure) {
    try await takeOut(Self.whole(seen), sparesLast: false, cuts: true)
    for balancer in balancers {
      // What was cut off is in maintenance.
      for (place, backends) in places(seen, of: balancer, in: .drain) {
        try await link(balancer).tell([place], .drain(backends: backends, sparesLast: false))
      }
      for (place, backends) in places(seen, of: balancer, in: .maint) {
        try await link(balancer).tell([place], .maintain(backends: backends))
      }
    }
  }

  /// Right before a container of a host that does not serve is stopped: nobody has put it in meanwhile.
  func verifyOut() async throws(StepFailure) {
    for one in try await look() where one.state == .ready {
      throw .failed(
        Trouble(
          .balancer,
          "\(one.balancer) on \(one.host): somebody has put \(one.backend)/\(one.server) into service",
          advice: "one group at a time: look at the balancer, and run again"))
    }
  }

  /// As if the host served everywhere.
  private static func whole(_ seen: [BalancerMembership]) -> [BalancerMembership] {
    seen.map { one in
      var one = one
      one.state = .ready
      one.isUp = true
      return one
    }
  }

  /// Gives the host a part of the weight it had, everywhere.
  ///
  /// - Parameter share: a percentage.
  func weigh(_ seen: [BalancerMembership], share: Int) async throws(StepFailure) {
    try await heedLock()
    for balancer in balancers { try await weigh(balancer, seen, share: share) }
  }

  private func weigh(
    _ balancer: LoadBalancer, _ seen: [BalancerMembership], share: Int
  ) async throws(StepFailure) {
    for one in seen where one.balancer == balancer.name && one.state == .ready {
      try await link(balancer).tell(
        [one.host], .weigh(backend: one.backend, weight: one.weight * share / 100))
    }
  }

  /// Before anything changes: whether every weight can be divided so, in whole numbers.
  func checkShares(_ shares: [Int], _ seen: [BalancerMembership]) throws(StepFailure) {
    guard let least = shares.min() else { return }
    for one in seen where one.state == .ready && one.weight * least / 100 < 1 {
      throw .failed(
        Trouble(
          .balancer,
          "\(least) % of the weight \(one.weight) of \(one.backend)/\(one.server) on \(one.host) (\(one.balancer)) "
            + "is less than 1", advice: "give the servers a weight of 100 in the balancer's configuration"))
    }
  }

  private func link(_ balancer: LoadBalancer) -> BalancerLink {
    BalancerLink(context: context, balancer: balancer, host: host)
  }

  /// The backends in which a run takes the host out, by balancer host: an operator's drain or maintenance
  /// is none of its business.
  private func places(
    _ seen: [BalancerMembership], of balancer: LoadBalancer, in state: BalancerMembership.State = .ready
  ) -> [HostName: [String]] {
    var places: [HostName: [String]] = [:]
    for one in seen where one.balancer == balancer.name && one.state == state {
      places[one.host, default: []].append(one.backend)
    }
    return places
  }

  /// No session and no queue on two looks in a row on every host of the balancer.
  private func awaitIdle(
    _ balancer: LoadBalancer, _ seen: [BalancerMembership], cuts: Bool
  ) async throws(StepFailure) {
    let link = link(balancer)
    let end = context.ports.clock.now().advanced(by: balancer.drainTimeout)
    var idle = 0
    while true {
      let busy = try await link.look().filter { $0.look.load > 0 }
      idle = busy.isEmpty ? idle + 1 : 0
      if idle == 2 { return }
      if halted() { throw .failed(Trouble(.interrupted, "the rollout was stopped while \(host) drained")) }
      if let first = busy.first, context.ports.clock.now() >= end {
        let seconds = balancer.drainTimeout.components.seconds
        let words =
          "\(first.look.load) \(first.look.counts) of \(first.look.backend)/\(link.server) on \(first.host) "
          + "(\(balancer.name)) are under way after \(seconds) s"
        guard cuts || balancer.onDrainTimeout == .cut else {
          throw .failed(
            Trouble(.notDrained, words, advice: "raise drain_timeout, or set on_drain_timeout: cut"))
        }
        try await context.note(.note("\(host): \(words) and are cut off"))
        for (place, backends) in places(seen, of: balancer) {
          try await link.tell([place], .cut(backends: backends))
        }
        return
      }
      try? await context.ports.clock.sleep(for: .milliseconds(300))
    }
  }

  private func awaitUp(
    _ balancer: LoadBalancer, _ expected: [HostName: [String]]
  ) async throws(StepFailure) {
    guard !expected.isEmpty else { return }
    let link = link(balancer)
    let end = context.ports.clock.now().advanced(by: balancer.readyTimeout)
    while true {
      guard let missing = try await missing(link, expected) else { return }
      if halted() { throw .failed(Trouble(.interrupted, "the rollout was stopped before \(host) was back")) }
      if context.ports.clock.now() >= end { throw .failed(missing) }
      try? await context.ports.clock.sleep(for: .milliseconds(300))
    }
  }

  /// Where the host does not serve yet as it should, and what is said of that.
  private func missing(
    _ link: BalancerLink, _ expected: [HostName: [String]]
  ) async throws(StepFailure) -> Trouble? {
    let down = try await link.look().first { place, look in
      !look.isUp && expected[place]?.contains(look.backend) ?? false
    }
    let seconds = link.balancer.readyTimeout.components.seconds
    if let down {
      return link.trouble(
        down.host, "\(down.look.backend)/\(link.server) is not up after \(seconds) s: \(down.look.words)",
        advice: "see the balancer's own health check of this server")
    }
    guard link.balancer.commands?.verify != nil else { return nil }
    for (place, backends) in expected {
      do throws(StepFailure) { try await link.tell([place], .verify(backends: backends)) } catch {
        guard case .failed(let trouble) = error else { throw error }
        return trouble
      }
    }
    return nil
  }
}
