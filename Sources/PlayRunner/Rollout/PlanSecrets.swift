import PlayModel
import PlayPlanning

/// Gives the plans of a run that is taken up again the secrets back that its journal does not hold.
///
/// They come from the playbook as it is now, and only where it still says what the run had planned: the
/// spec's hash covers the secrets too.
struct PlanSecrets: Sendable {
  let plays: [Play]
  let state: RunState

  /// Variables without which a container cannot be created.
  struct Missing: Error, Sendable {
    let run: RunID
    let host: HostName
    let service: ServiceName
    let variables: [String]

    var sentence: String {
      "\(service) on \(host) has still to be created, and its secret \(variables.count == 1 ? "variable" : "variables") "
        + variables.joined(separator: ", ")
        + " cannot be had: the playbook does not say any more what this run had planned; "
        + "put it back as it was, or swiftplay cancel \(run)"
    }
  }

  func filled() -> Result<[PlayPlan], Missing> {
    var plans: [PlayPlan] = []
    for record in state.plays {
      var plan = record.plan
      for (hostIndex, host) in plan.hosts.enumerated() {
        for (index, change) in host.services.enumerated() where change.creates {
          let withheld = change.spec.environment.filter { $0.value == .withheld }.map(\.key).sorted()
          guard !withheld.isEmpty else { continue }
          if let wanted = wanted(host.host, change) {
            plan.hosts[hostIndex].services[index].spec.environment = wanted.environment
          } else if isStillToCreate(plan.play, host.host, change) {
            return .failure(
              Missing(run: state.run, host: host.host, service: change.spec.name, variables: withheld))
          }
        }
      }
      plans.append(plan)
    }
    return .success(plans)
  }

  private func wanted(_ host: HostName, _ change: ServiceChange) -> ServiceSpec? {
    let specs = plays.lazy.flatMap(\.hosts).filter { $0.host == host }.flatMap(\.services)
    return specs.first { $0.name == change.spec.name && SpecHash.of($0) == change.specHash }
  }

  private func isStillToCreate(_ play: Int, _ host: HostName, _ change: ServiceChange) -> Bool {
    guard state[host]?.failure(in: play) == nil else { return false }
    let key = StepKey(play: play, host: host, service: change.spec.name, kind: .create)
    return state.status(of: key) != .succeeded
  }
}
