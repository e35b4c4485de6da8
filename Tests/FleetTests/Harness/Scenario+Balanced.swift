import Foundation

extension Scenario {
  /// Two hosts of a shop behind a real load balancer on the third; their play is `deploy.yml`.
  ///
  /// - Parameters:
  ///   - edge: the balancer's description in the inventory, in Python's notation, without its `hosts`.
  ///   - rollout: the play's, in YAML.
  static func balanced(
    by kind: String, edge: String, rollout: String = "{serial: 1}",
    _ test: @Sendable (Scenario, FleetHost) async throws -> Void
  ) async throws {
    try await Scenario.on(3) { scenario in
      let balancer = scenario.hosts[2]
      let web = scenario.hosts[0...1]
      try scenario.write(
        "inventory.ini",
        scenario.inventory()
          + "[shops]\n\(web.map(\.name).joined(separator: "\n"))\n\n[all:vars]\n"
          + "load_balancers={'edge': {'hosts': '\(balancer.name)', \(edge)}}\n")
      var play = PlayText(hosts: "shops", rollout: rollout)
      play.services[0].more = ["stop_grace_period: 2s"]
      try scenario.write(
        "deploy.yml", play.yaml.replacing("  rollout:", with: "  load_balancer: edge\n  rollout:"))
      try await scenario.fleet.tool(["balancer", balancer.name, kind] + web.map(\.name))
      do {
        try await test(scenario, balancer)
      } catch {
        _ = try? await scenario.fleet.tool(["balancer", balancer.name, "stop"])
        throw error
      }
      try await scenario.fleet.tool(["balancer", balancer.name, "stop"])
    }
  }
}
