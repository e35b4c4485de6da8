import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// The playbooks that come with the project, on the demo's inventory.
@Suite struct ExamplesTests {
  static let names = ["deploy", "stack", "worker"]

  static func resolve(
    _ name: String, on inventory: String = "local", extra: [String] = ["version=2.0"]
  ) throws -> ResolvedPlaybooks {
    let folder = ProjectFolder.url.path
    let inventory = try InventoryLoader(directory: folder).load(["inventories/\(inventory)"])
    let facts = InventoryFacts(
      hosts: { pattern, _ in try HostPattern(pattern).resolve(in: inventory).hosts },
      variables: { inventory.host($0)?.variables ?? [:] }, groups: inventory.membersByGroup)
    return try PlaybookResolver(
      inventory: facts, extraVariables: try ExtraVariables(extra), runID: "20261122-162030-k3f9"
    ).resolve(PlaybookLoader().load(["\(folder)/playbooks/\(name).yml"]))
  }

  @Test func thereAreNoOthers() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: ProjectFolder.url.appending(path: "playbooks").path)
    #expect(
      files.filter { $0.hasSuffix(".yml") }.sorted()
        == (Self.names + ["balanced", "blue-green", "gradual", "schedule"]).sorted().map { "\($0).yml" })
  }

  @Test func theScheduleIsRight() throws {
    let jobs = try ScheduleFile().read(ProjectFolder.url.appending(path: "playbooks/schedule.yml").path)
    #expect(jobs.map(\.name) == ["monday-morning"])
  }

  @Test(arguments: names)
  func isRight(_ name: String) throws {
    let resolved = try Self.resolve(name)
    #expect(resolved.warnings.isEmpty)
    let play = try #require(resolved.plays.first)
    #expect(play.hosts.map(\.host) == ["h1", "h2", "h3"])
    for service in play.hosts.flatMap(\.services) {
      #expect(service.image == ImageReference(repository: "registry.test:5000/shop/web", tag: "2.0"))
    }
  }

  @Test func balancedNamesItsBalancer() throws {
    let resolved = try Self.resolve("balanced", on: "balanced")
    #expect(resolved.warnings.isEmpty)
    let play = try #require(resolved.plays.first)
    let balancer = LoadBalancer(
      name: "edge", driver: .haproxy, hosts: ["h4"], socket: "/run/haproxy/admin.sock", backends: ["web"])
    #expect(play.rollout.balancers == [balancer])
    #expect(play.rollout.serial == [.count(1), .percent(34)])
    #expect(play.connectedHosts == ["h1", "h2", "h3", "h4"])
  }

  @Test func gradualNamesItsWeights() throws {
    let resolved = try Self.resolve("gradual", on: "balanced")
    #expect(resolved.warnings.isEmpty)
    let play = try #require(resolved.plays.first)
    #expect(play.rollout.weights == [10, 50, 100])
    #expect(play.rollout.balancers.map(\.driver) == [.nginx])
    #expect(
      play.rollout.balancers.first?.servers == [
        "h1": "10.87.61.11:8080", "h2": "10.87.61.12:8080", "h3": "10.87.61.13:8080",
      ])
  }

  @Test func blueGreenNamesItsGroups() throws {
    let resolved = try Self.resolve("blue-green", on: "balanced")
    #expect(resolved.warnings.isEmpty)
    let policy = try #require(resolved.plays.first?.rollout)
    #expect(
      policy.blueGreen?.groups == [
        .init(name: "blue", hosts: ["h1"]), .init(name: "green", hosts: ["h2", "h3"]),
      ])
    #expect(policy.confirm)
    #expect(policy.bake == .seconds(30))
  }

  @Test func deployIsTheDemos() throws {
    let play = try #require(try Self.resolve("deploy").plays.first)
    #expect(play.rollout.serial == [.count(1), .percent(100)])
    let service = try #require(play.hosts.last?.services.first)
    #expect(service.ports == [PortMapping(hostPorts: 8080...8080, containerPort: 8080)])
    #expect(service.environment == ["TZ": .plain("UTC"), "SITE": .plain("h3")])
    let question = Check.Question.http(
      url: "http://127.0.0.1:8080/health", status: [200], body: "^ok", headers: [:])
    #expect(service.checks == [Check(question, within: .seconds(10))])
  }

  /// What the tutorial tells people to write.
  @Test func theTutorialIsRight() throws {
    let text = try String(contentsOf: ProjectFolder.url.appending(path: "docs/tutorial.md"), encoding: .utf8)
    let blocks = text.split(separator: "```yaml\n").dropFirst().compactMap {
      $0.split(separator: "```").first.map(String.init)
    }
    let playbooks = blocks.filter { $0.hasPrefix("- name:") && !$0.contains("…") }
    let services = blocks.filter { $0.hasPrefix("  services:") }.map { "- hosts: web\n\($0)" }
    #expect(playbooks.count == 1 && services.count == 1)
    for playbook in playbooks + services {
      var fixture = PlaybookFixture(playbook)
      fixture.shared = ["registry": "registry.example:5000", "version": "1.0"]
      let resolved = try fixture.resolve()
      #expect(resolved.warnings.isEmpty)
      #expect(resolved.plays.first?.hosts.count == 3)
    }
    let rollout = try #require(blocks.first { $0.contains("…") })
    let partial = PlaybookFixture(rollout.replacing("# … as before", with: "{shop: {image: a:1}}"))
    #expect(try partial.resolve().plays.first?.rollout.serial == [.count(1), .percent(100)])
  }

  @Test func stackIsInOrder() throws {
    let play = try #require(try Self.resolve("stack").plays.first)
    #expect(play.hosts.first?.services.map(\.name) == ["database", "api", "front"])
    #expect(play.hosts.first?.services.first?.checks == [Check(.healthy)])
  }

  @Test func theWorkersTokenIsASecret() throws {
    let resolved = try Self.resolve("worker", extra: ["version=2.0", "price_api_token=the-real-one"])
    let service = try #require(resolved.plays.first?.hosts.first?.services.first)
    #expect(service.environment["PRICE_API_TOKEN"] == .secret(Secret("the-real-one")))
    #expect(service.environment["LOG_LEVEL"] == .plain("info"))
    #expect(resolved.variables.first?["price_api_token"] == "<secret>")
  }
}
