import PlayModel

/// Decides how to put the services of an earlier run's hosts back to what they were before it.
///
/// The very container is taken where it is still kept; else one is created from the release its labels
/// tell. Hosts that are there already are left alone, and so are services the run did not change.
public struct RollbackPlanner: PlayPlanner {
  /// The run that is taken back.
  public let undone: RunState
  /// Specs of today's playbook: where one is still the release that is wanted, its secrets are used.
  public let known: [Play]

  public init(undone: RunState, known: [Play] = []) {
    self.undone = undone
    self.known = known
  }

  /// The run's plays backwards, each with the hosts it changed and the releases that were there before.
  public var plays: [Play] { pairs.map(\.play) }

  private var pairs: [(record: PlayRecord, play: Play)] {
    undone.plays.reversed().compactMap { record in
      var hosts = record.plan.hosts.compactMap { host -> PlayHost? in
        let services = changes(of: host.host, in: record.plan.play).reversed().map(Self.before)
        return services.isEmpty ? nil : PlayHost(host: host.host, services: Array(services))
      }
      // Going back waits for nobody.
      var policy = record.plan.policy
      policy.confirm = false
      policy.hooks = [:]
      policy.blueGreen?.standby = .upgrade
      guard hasMoved(record) else {
        return hosts.isEmpty ? nil : (record, Play(name: record.plan.name, hosts: hosts, rollout: policy))
      }
      // Traffic goes back to hosts that may have nothing else to put back.
      let changed = Dictionary(hosts.map { ($0.host, $0) }, uniquingKeysWith: { first, _ in first })
      hosts = record.plan.hosts.map { host in
        changed[host.host] ?? PlayHost(host: host.host, services: host.services.map(Self.present))
      }
      return (record, Play(name: record.plan.name, hosts: hosts, rollout: policy))
    }
  }

  /// - Parameters:
  ///   - index: of `plays`.
  ///   - observed: the reachable hosts.
  ///   - live: of a blue-green play, the group that serves.
  /// - Returns: the plan, and the hosts that cannot go back.
  public func plan(
    _ index: Int, observed: [HostName: RolloutPlanner.Observation], live: BlueGreen.Group? = nil
  ) -> RolloutPlanner.Result {
    let (record, play) = pairs[index]
    var plans: [HostPlan] = []
    var problems: [HostName: Trouble] = [:]
    for playHost in play.hosts {
      guard let survey = observed[playHost.host]?.survey else { continue }
      var services: [ServiceChange] = []
      for spec in playHost.services {
        guard let undone = undone(playHost.host, spec.name) else {
          services.append(Self.untouched(spec, survey))
          continue
        }
        switch change(back: undone, spec: spec, survey: survey) {
        case .success(let change): services.append(change)
        case .failure(let trouble): problems[playHost.host] = trouble
        }
      }
      plans.append(HostPlan(host: playHost.host, services: services))
    }
    let before = hasMoved(record) ? record.plan.groupSwitch?.outgoing : nil
    return RolloutPlanner.assemble(
      play, index: index, plans: plans, problems: problems, observed: observed,
      groups: live.map { (live: $0, moves: before != nil && $0.name != before?.name) })
  }

  /// What has to be pulled: releases whose container is not kept any more.
  public func pulls(observed: [HostName: RolloutPlanner.Observation]) -> [Play] {
    plays.indices.map { index in
      var play = plays[index]
      let plan = plan(index, observed: observed).plan
      play.hosts = plan.hosts.map { host in
        PlayHost(
          host: host.host,
          services: host.services.filter(\.creates).map(\.spec))
      }
      return play
    }
  }

  /// Whether the run has moved a play's traffic from one group to the other, and not back.
  private func hasMoved(_ record: PlayRecord) -> Bool {
    guard let incoming = record.plan.groupSwitch?.incoming.hosts else { return false }
    return incoming.contains { host in
      undone[host]?.steps.contains {
        $0.key.play == record.plan.play && $0.key.kind == .join && $0.hasEffect
      } ?? false
    }
  }

  private static func present(_ change: ServiceChange) -> ServiceSpec { change.previousSpec ?? change.spec }

  private static func untouched(_ spec: ServiceSpec, _ survey: HostSurvey) -> ServiceChange {
    ServiceChange(
      verdict: .unchanged, reasons: ["the run did not change it"], spec: spec, specHash: "",
      image: spec.image,
      previous: survey.container(named: spec.containerName))
  }

  /// Where a service was changed by the run, and the change stands.
  private func changes(of host: HostName, in play: Int) -> [ServiceChange] {
    guard let record = undone[host], let part = record.parts.first(where: { $0.play == play }) else {
      return []
    }
    return part.services.filter { change in
      record.steps.contains { $0.key.play == play && $0.key.service == change.spec.name && $0.hasEffect }
    }
  }

  private func undone(_ host: HostName, _ service: ServiceName) -> ServiceChange? {
    // The first play that changed it: before that one the service was what is wanted.
    undone.plays.lazy.flatMap { changes(of: host, in: $0.plan.play) }.first { $0.spec.name == service }
  }

  /// The release before a change. For a container of somebody else only its name and policy are known.
  private static func before(_ change: ServiceChange) -> ServiceSpec {
    guard let previous = change.previous else { return change.spec }
    var spec = change.previousSpec ?? ServiceSpec(name: change.spec.name, image: change.spec.image)
    spec.image = ImageReference(previous.image) ?? spec.image
    spec.containerName = previous.name
    spec.restart = previous.restartPolicy
    spec.stopGracePeriod = previous.stopTimeout
    spec.pullPolicy = .missing
    return spec
  }

  private func change(
    back undone: ServiceChange, spec: ServiceSpec, survey: HostSurvey
  ) -> Result<ServiceChange, Trouble> {
    let current =
      survey.container(named: spec.containerName) ?? survey.container(named: undone.spec.containerName)
    guard let wanted = undone.previous else {
      return .success(
        ServiceChange(
          verdict: current == nil ? .unchanged : .remove,
          reasons: ["was not there before \(self.undone.run)"],
          spec: undone.spec, specHash: undone.specHash, image: undone.image, previous: current))
    }
    let hash = wanted.labels[ContainerLabel.spec] ?? ""
    func result(
      _ verdict: ServiceChange.Verdict, _ reason: String, _ spec: ServiceSpec, kept: ObservedContainer?
    )
      -> Result<ServiceChange, Trouble>
    {
      .success(
        ServiceChange(
          verdict: verdict, reasons: [reason], spec: spec, specHash: hash, image: spec.image,
          previous: current,
          restores: kept))
    }
    if let current, current.isServing, isRelease(current, wanted, hash) {
      return result(.unchanged, "is there already", spec, kept: nil)
    }
    if let kept = survey.containers.first(where: { $0.id == wanted.id }), kept.id != current?.id {
      return result(current == nil ? .create : .replace, "back to \(kept.name)", spec, kept: kept)
    }
    guard undone.previousSpec != nil else {
      return .failure(
        Trouble(
          .unsupported,
          "\(spec.name): the container that ran before is gone, and swiftplay had not created it: nothing tells how it was made",
          advice: "deploy a release of it with swiftplay run"))
    }
    guard let whole = withSecrets(spec, hash: hash) else {
      let names = spec.environment.filter { $0.value == .withheld }.map(\.key).sorted().joined(
        separator: ", ")
      return .failure(
        Trouble(
          .unsupported,
          "\(spec.name): the container that ran before is gone, and its secrets \(names) are kept nowhere",
          advice: "name the playbook and variables of that release, or deploy it with swiftplay run"))
    }
    return result(current == nil ? .create : .replace, "back to \(spec.image.version)", whole, kept: nil)
  }

  private func isRelease(_ current: ObservedContainer, _ wanted: ObservedContainer, _ hash: String) -> Bool {
    current.id == wanted.id
      || (!hash.isEmpty && current.labels[ContainerLabel.spec] == hash && current.imageID == wanted.imageID)
  }

  private func withSecrets(_ spec: ServiceSpec, hash: String) -> ServiceSpec? {
    guard spec.environment.contains(where: { $0.value == .withheld }) else { return spec }
    let candidates = known.lazy.flatMap(\.hosts).flatMap(\.services)
    guard let match = candidates.first(where: { $0.name == spec.name && SpecHash.of($0) == hash }) else {
      return nil
    }
    var whole = spec
    whole.environment = match.environment
    return whole
  }
}
