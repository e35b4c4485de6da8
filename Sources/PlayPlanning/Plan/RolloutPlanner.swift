import PlayModel

/// Decides what a play will do, from what is wanted and what the hosts show. Pure: the same input
/// always gives the same plan.
public struct RolloutPlanner: Sendable {
  /// What is known of one reachable host.
  public struct Observation: Sendable {
    public var survey: HostSurvey
    /// By reference as the playbook names it.
    public var images: [ImageReference: ResolvedImage]
    /// How far the host's clock is ahead of this machine's.
    public var clockSkew: Duration?

    public init(
      survey: HostSurvey, images: [ImageReference: ResolvedImage], clockSkew: Duration? = nil
    ) {
      self.survey = survey
      self.images = images
      self.clockSkew = clockSkew
    }
  }

  public struct Result: Sendable {
    public var plan: PlayPlan
    /// Hosts that cannot take their release, found before anything is changed.
    public var problems: [HostName: Trouble]
  }

  /// Replace also what is already right.
  public var force: Bool

  public init(force: Bool = false) { self.force = force }

  /// - Parameters:
  ///   - index: the play's place in the run, from 0.
  ///   - observed: the reachable hosts; the others are left out of the plan.
  ///   - live: of a blue-green play, the group that serves.
  public func plan(
    play: Play, index: Int, observed: [HostName: Observation], live: BlueGreen.Group? = nil
  ) -> Result {
    let memo = SpecMemo()
    var plans: [HostPlan] = []
    for playHost in play.hosts {
      guard let observation = observed[playHost.host] else { continue }
      plans.append(plan(playHost, observation, memo))
    }
    var problems: [HostName: Trouble] = [:]
    if play.rollout.refuseOlder, !force {
      for plan in plans {
        problems[plan.host] = observed[plan.host].flatMap { OlderImage(plan: plan, observation: $0).trouble }
      }
    }
    // A group that serves what is wanted goes on serving it.
    let moves = live.map { live in plans.contains { live.hosts.contains($0.host) && $0.changes } } ?? false
    return Self.assemble(
      play, index: index, plans: plans, problems: problems, observed: observed,
      groups: live.map { (live: $0, moves: moves) }, isWanted: true)
  }

  /// Cuts host plans into batches, and finds what can be known to fail.
  ///
  /// - Parameters:
  ///   - groups: of a blue-green play, the group that serves, and whether the other one takes over.
  ///   - isWanted: the plans say what the playbook wants, and not what was there before.
  static func assemble(
    _ play: Play, index: Int, plans: [HostPlan], problems: [HostName: Trouble],
    observed: [HostName: Observation], groups: (live: BlueGreen.Group, moves: Bool)? = nil,
    isWanted: Bool = false
  ) -> Result {
    var problems = problems
    var plan = PlayPlan(play: index, name: play.name, policy: play.rollout, batches: [], hosts: plans)
    let blueGreen = groups.flatMap { groups in
      play.rollout.blueGreen.flatMap { BlueGreenPlan($0, live: groups.live, moves: groups.moves) }
    }
    if play.rollout.exactlyOne, let first = play.hosts.first?.host {
      let one = ExactlyOnePlan(host: first)
      if isWanted { plan.hosts = one.plan(plans) }
      plan.batches = one.batches(plan.hosts)
    } else if let blueGreen {
      for host in blueGreen.wouldStop(plans) {
        problems[host] = Trouble(
          .balancer, "the group \(blueGreen.live.name) serves, and what it runs would be replaced",
          advice: "switch to the group \(blueGreen.idle.name) first")
      }
      (plan.batches, plan.hosts, plan.groupSwitch) = blueGreen.plan(plans, serial: play.rollout.serial)
    } else {
      plan.batches = BatchSizes.cut(
        plans.filter(\.changes).map(\.host), serial: play.rollout.serial, total: play.hosts.count)
    }
    let plans = plan.hosts
    for plan in plans where problems[plan.host] == nil {
      problems[plan.host] = observed[plan.host].flatMap { observation in
        HostPreflight(plan: plan, survey: observation.survey).firstTrouble
      }
    }
    var result = Result(plan: plan, problems: problems)
    // Where groups take turns, hosts that serve are not changed.
    if play.rollout.blueGreen == nil, !play.rollout.exactlyOne { keepHealthy(&result, play: play) }
    return result
  }

  private func plan(_ playHost: PlayHost, _ observation: Observation, _ memo: SpecMemo) -> HostPlan {
    var changed: Set<ServiceName> = []
    let services = playHost.services.map { spec in
      let change = ServiceComparison(
        spec: spec, observation: observation, force: force, changed: changed, memo: memo
      )
      .change
      if change.changes { changed.insert(spec.name) }
      return change
    }
    return HostPlan(host: playHost.host, services: services)
  }

  /// Splits batches so that `min_healthy` holds at every moment, or says that it cannot.
  ///
  /// Where it cannot in the play's order, hosts that are down come first: changing them takes nothing down, and
  /// what an interrupted run left stopped must not keep the run that mends it from beginning.
  private static func keepHealthy(_ result: inout Result, play: Play) {
    let required = play.rollout.minHealthy.required(of: play.hosts.count)
    guard required > 0, play.rollout.order == .stopFirst else { return }
    let healthy = Set(
      result.plan.hosts.filter { plan in
        plan.services.allSatisfy { $0.previous?.isServing ?? false }
      }.map(\.host))
    let budget = HealthBudget(required: required, healthy: healthy)
    let changing = result.plan.batches.flatMap(\.self)
    let downFirst = changing.filter { !healthy.contains($0) } + changing.filter(healthy.contains)
    let mended = BatchSizes.cut(downFirst, serial: play.rollout.serial, total: play.hosts.count)
    if let batches = budget.split(result.plan.batches) ?? budget.split(mended) {
      result.plan.batches = batches
      return
    }
    let most = healthy.union(changing).count
    let will = most == healthy.count ? "are" : "will be once those that are down are changed"
    result.problems[changing.first(where: healthy.contains) ?? changing[0]] = Trouble(
      .minHealthy,
      "min_healthy asks for \(required) healthy hosts and \(most) \(will): none may be stopped",
      advice: "lower min_healthy, or use order: start_first")
  }
}
