import PlayModel
import PlayPlanning

/// Which of a play's two groups serves, by what its load balancers show: never assumed.
///
/// A group serves where a server of it takes requests in any backend of any balancer. One that an operator has
/// taken out does not count against its group.
struct LiveGroup: Sendable {
  let context: RunContext
  let policy: RolloutPolicy

  /// The answer, or a sentence with what was found.
  enum Reading: Sendable {
    case group(BlueGreen.Group)
    case unclear(String)
  }

  func read() async -> Reading {
    guard let blueGreen = policy.blueGreen else { return .unclear("the play has no groups") }
    var picture: [String] = []
    var serving: [BlueGreen.Group] = []
    for group in blueGreen.groups {
      let results = await fanOut(group.hosts, limit: 16) {
        host -> Result<[BalancerMembership], StepFailure> in
        do throws(StepFailure) {
          return .success(
            try await HostMembership(context: context, host: host, balancers: policy.balancers).look())
        } catch { return .failure(error) }
      }
      var found: [BalancerMembership] = []
      for result in results {
        switch result {
        case .success(let looks): found += looks
        case .failure(let failure): return .unclear(Self.sentence(failure.trouble))
        }
      }
      picture.append("\(group.name): \(Self.picture(found))")
      if found.contains(where: { $0.state == .ready }) { serving.append(group) }
    }
    if serving.count == 1, let group = serving.first { return .group(group) }
    let names = blueGreen.groups.map(\.name).joined(separator: " and ")
    return .unclear(
      "\(serving.isEmpty ? "neither" : "both") of the groups \(names) \(serving.isEmpty ? "takes" : "take") requests "
        + "(\(picture.joined(separator: "; "))); put one group's servers in and the other's out\(byHand), and run again"
    )
  }

  /// How somebody takes a server out, by the example of one.
  private var byHand: String {
    guard let balancer = policy.balancers.first, let backend = balancer.backends.first,
      let host = policy.blueGreen?.groups.last?.hosts.first
    else { return "" }
    let server = balancer.server(of: host)
    switch balancer.driver {
    case .haproxy: return " (to HAProxy's socket: set server \(backend)/\(server) state maint)"
    case .nginx:
      return " (`down` in the line of \(server) in \(balancer.nginx?.file ?? "its file"), and a reload)"
    case .caddy, .command: return ""
    }
  }

  private static func sentence(_ trouble: Trouble) -> String {
    "which group serves cannot be seen: \(trouble.detail)" + (trouble.advice.map { "; \($0)" } ?? "")
  }

  /// `b1 ready, b2 maint` where all balancers agree; else with the balancer's host.
  private static func picture(_ found: [BalancerMembership]) -> String {
    var servers: [String] = []
    for one in found where !servers.contains(one.server) { servers.append(one.server) }
    return servers.map { server in
      let own = found.filter { $0.server == server }
      let states = Set(own.map(\.state))
      if states.count == 1, let state = states.first { return "\(server) \(state.rawValue)" }
      return "\(server) " + own.map { "\($0.state.rawValue) on \($0.host)" }.joined(separator: ", ")
    }.joined(separator: ", ")
  }
}
