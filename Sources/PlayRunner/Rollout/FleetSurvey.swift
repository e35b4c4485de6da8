import PlayModel
import PlayPlanning

/// Looks at hosts, all at once: reachable, engine there, disk, what runs now. With a claimant, each host
/// is locked first, in the same round trip.
struct FleetSurvey: Sendable {
  let context: RunContext
  /// What each host has to be looked at for.
  let interests: [HostName: Interest]

  struct Interest: Sendable {
    var images: [ImageReference] = []
    var services: [ServiceName] = []
    /// Whether the dates of the running images matter.
    var dated = false

    mutating func add(_ spec: ServiceSpec) {
      if !images.contains(spec.image) { images.append(spec.image) }
      if !services.contains(spec.name) { services.append(spec.name) }
    }
  }

  struct Findings: Sendable {
    var observed: [HostName: RolloutPlanner.Observation] = [:]
    var troubles: [HostName: Trouble] = [:]

    /// Hosts that another run holds.
    var locked: [HostName: Trouble] { troubles.filter { $0.value.reason == .locked } }
  }

  init(context: RunContext, plays: [Play]) {
    self.context = context
    var interests: [HostName: Interest] = [:]
    for play in plays {
      for playHost in play.hosts {
        for service in playHost.services { interests[playHost.host, default: Interest()].add(service) }
        if play.rollout.refuseOlder { interests[playHost.host, default: Interest()].dated = true }
      }
    }
    self.interests = interests
  }

  init(context: RunContext, interests: [HostName: Interest]) {
    self.context = context
    self.interests = interests
  }

  func look(at hosts: [HostName]) async throws(RecordFailure) -> Findings {
    try await record(await ask(hosts, claimant: nil), of: hosts)
  }

  /// Claims and looks at all hosts at once, but for a first one that all runs claim first: of several
  /// runs that begin together on the same hosts, one gets them all and the others get none. The connections to
  /// the others are opened meanwhile.
  func take(_ hosts: [HostName], claimant: Claimant) async -> Findings {
    async let _: Void = open(hosts)
    var findings = Findings()
    var rest = hosts
    for leader in hosts.sorted(by: { $0.text < $1.text }).prefix(3) {
      rest.removeAll { $0 == leader }
      findings.merge(await ask([leader], claimant: claimant))
      guard findings.locked.isEmpty else { return findings }
      if findings.observed[leader] != nil { break }
    }
    findings.merge(await ask(rest, claimant: claimant))
    return findings
  }

  private func open(_ hosts: [HostName]) async {
    _ = await fanOut(hosts, limit: context.forks) { await context.sessions[$0]?.open() }
  }

  @discardableResult
  func record(_ findings: Findings, of hosts: [HostName]) async throws(RecordFailure) -> Findings {
    try await context.enter(
      hosts.compactMap { host in
        let trouble = findings.troubles[host]
        guard trouble != nil || findings.observed[host] != nil else { return nil }
        return .surveyed(host: host, trouble: trouble)
      })
    return findings
  }

  private func ask(_ hosts: [HostName], claimant: Claimant?) async -> Findings {
    let results = await fanOut(hosts, limit: context.forks) { host in
      (host, await look(at: host, claimant: claimant))
    }
    var findings = Findings()
    for (host, finding) in results {
      switch finding {
      case .success(let found):
        findings.observed[host] = RolloutPlanner.Observation(
          survey: found.survey, images: found.images, clockSkew: found.skew)
      case .failure(let trouble): findings.troubles[host] = trouble
      }
    }
    return findings
  }

  private func look(
    at host: HostName, claimant: Claimant?, replacing: [RunID] = []
  ) async -> Result<SurveyReading.Finding, Trouble> {
    guard let session = context.sessions[host] else {
      return .failure(Trouble(.unreachable, "the host has no connection settings"))
    }
    let interest = interests[host] ?? Interest()
    let claim = claimant.map { $0.claim(interest.services, replacing: replacing) }
    let request = HostRequest(
      .survey(images: interest.images, claim: claim, dated: interest.dated),
      deadline: .seconds(claim == nil ? 60 : 240))
    if let claim { await session.asks(claim) }
    switch await session.settle(request, tries: 2) {
    case .reported(let report):
      let finding = SurveyReading(
        host: host, engine: session.engine, report: report, now: context.ports.clock.now())
      guard let claim, let claimant, finding.engineAnswered else { return finding.finding() }
      switch ClaimAnswer(report, claim: claim) {
      case .granted(let fences):
        let found = finding.finding()
        if case .success(let found) = found {
          await session.keep(
            claim, fences: fences, stateDirectory: StateDirectory.path(engine: found.survey.engine))
        }
        return found
      case .held(let locks):
        await session.asks(nil)
        return await refused(locks, at: host, claimant, replacing: replacing)
      case .overtaken(let service):
        return .failure(Trouble(.locked, "\(service) was taken over by a later run"))
      case .busy:
        return .failure(
          Trouble(
            .locked, "an operation of an earlier run still goes on there", advice: "wait for it to end"))
      case .failed(let words): return .failure(Trouble(.other, "the lock cannot be taken: \(words)"))
      }
    case .notSent(let failure), .unknown(let failure):
      return .failure(Trouble(.unreachable, failure.detail, advice: failure.advice))
    }
  }

  /// Locks that runs left behind whose end is known here are taken, with a newer fence.
  private func refused(
    _ locks: [ServiceLock], at host: HostName, _ claimant: Claimant, replacing: [RunID]
  ) async -> Result<SurveyReading.Finding, Trouble> {
    var over: [RunID] = []
    for lock in locks {
      let standing = await claimant.standing(lock.run)
      guard standing == .finished, !replacing.contains(lock.run) else {
        return .failure(LockTrouble.trouble(lock, standing: standing))
      }
      if !over.contains(lock.run) { over.append(lock.run) }
    }
    return await look(at: host, claimant: claimant, replacing: replacing + over)
  }
}

extension FleetSurvey.Findings {
  mutating func merge(_ other: Self) {
    observed.merge(other.observed) { _, new in new }
    troubles.merge(other.troubles) { _, new in new }
  }
}
