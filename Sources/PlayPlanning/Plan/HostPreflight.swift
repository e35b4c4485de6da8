import PlayModel

/// What can be known to fail on a host before anything is changed there.
struct HostPreflight {
  let plan: HostPlan
  let survey: HostSurvey
  /// Containers that this plan puts aside.
  private let ours: Set<String>

  init(plan: HostPlan, survey: HostSurvey) {
    self.plan = plan
    self.survey = survey
    ours = Set(plan.services.lazy.filter(\.changes).compactMap { $0.previous?.id })
  }

  var firstTrouble: Trouble? {
    for change in plan.services where change.changes {
      if change.verdict == .stop {
        if let trouble = removal(change) { return trouble }
        continue
      }
      if let trouble = removal(change) ?? unsupported(change.spec) ?? takenPort(change.spec) {
        return trouble
      }
    }
    return nil
  }

  /// A container started with `--rm` cannot be put aside: the engine deletes it when it stops.
  private func removal(_ change: ServiceChange) -> Trouble? {
    guard let previous = change.previous, previous.removedOnStop else { return nil }
    return Trouble(
      .unsupported,
      "container \(previous.name) was started with --rm: stopping it would delete it, with no way back",
      advice: "start it without --rm, or remove it yourself if its loss does not matter")
  }

  private func unsupported(_ spec: ServiceSpec) -> Trouble? {
    let engine = survey.engine
    func needs(_ key: String, _ release: Int) -> Trouble? {
      guard engine.kind == .docker, let major = engine.major, major < release else { return nil }
      return Trouble(
        .unsupported, "\(key) needs Docker \(release) or newer; this host has \(engine.version)",
        advice: "remove the key, or upgrade the engine")
    }
    if !spec.annotations.isEmpty, let trouble = needs("annotations", 24) { return trouble }
    if spec.healthCheck?.startInterval != nil, let trouble = needs("healthcheck.start_interval", 25) {
      return trouble
    }
    return nil
  }

  /// A fixed host port that something else holds. Ports of the containers this plan puts aside are ours.
  private func takenPort(_ spec: ServiceSpec) -> Trouble? {
    for port in spec.ports where port.isFixed && port.transport == .tcp {
      guard let number = port.hostPorts?.lowerBound else { continue }
      let holder = survey.containers.first { $0.status == .running && $0.publishes(number) }
      if let holder, ours.contains(holder.id) { continue }
      guard holder != nil || survey.listeningPorts.contains(number) else { continue }
      let name = holder.map { "container \($0.name)" } ?? "another program"
      return Trouble(
        .portTaken, "port \(number) is already taken by \(name)",
        advice: "stop it, or publish another port")
    }
    return nil
  }
}

extension ObservedContainer {
  /// Whether a published port of this container is `port` on the host, on any address.
  func publishes(_ port: Int) -> Bool {
    status == .running && hostPorts.contains { $0.split(separator: "/")[0].hasSuffix(":\(port)") }
  }
}

extension EngineInfo {
  /// The first number of the version: `20.10.24+dfsg1` is 20.
  var major: Int? { Int(version.prefix { $0.isNumber }) }
}
