import Foundation
import Testing

/// The matrix of versions, from real hosts and a real run store.
@Suite struct VersionsTests {
  @Test func mixedVersionsAndDriftAreMarked() async throws {
    try await Scenario.on(3) { scenario in
      let hosts = scenario.hosts
      try scenario.write(PlayText())
      #expect(try await scenario.deploy("1.0").exit == 0)
      let part = try await scenario.deploy("2.0", "-l", hosts[0].name)
      #expect(part.exit == 0, "\(part.said)")

      let mixed = try await scenario.program("versions", "-i", "inventory.ini")
      #expect(mixed.exit == 0, "\(mixed.said)")
      #expect(mixed.stdout.hasPrefix("service  web\nweb      1.0 ×2, 2.0 ×1 ~\n\n~ more than one version\n"))
      #expect(!mixed.stdout.contains("released"))

      // Someone else's hands: an older one on the first host, none on the second.
      try await hosts[0].shell(
        "docker rm -f web >/dev/null; docker rename $(docker ps -aq) web; docker start web")
      try await hosts[1].docker("rm", "-f", "web")
      let drift = try await scenario.program("versions", "-i", "inventory.ini", "--output", "json")
      let cell = try #require(drift.events("service.versions").first)
      #expect(cell["group"].text == "web")
      #expect(cell["versions"].items.map { $0["version"].text } == ["1.0"])
      #expect(cell["versions"][0]["hosts"].texts.sorted() == [hosts[0].name, hosts[2].name].sorted())
      #expect(cell["mixed"] == false)
      let kinds = Dictionary(
        cell["drift"].items.map { ($0["host"].text, $0["kind"].text) },
        uniquingKeysWith: { first, _ in first })
      #expect(kinds == [hosts[0].name: "version", hosts[1].name: "missing"], "\(drift.said)")
      let told = try await scenario.program("versions", "-i", "inventory.ini")
      #expect(
        told.stdout.contains("web web: \(hosts[0].name) runs 1.0, run \(part.runID) released 2.0"),
        "\(told.stdout)")

      // Two environments, of which one has a host that does not answer.
      let lines = scenario.inventory().split(separator: "\n", omittingEmptySubsequences: false)
      func inventory(_ own: [FleetHost]) -> String {
        let others = hosts.filter { !own.contains($0) }
        return lines.filter { line in !others.contains { line.hasPrefix("\($0.name) ") } }.joined(
          separator: "\n")
      }
      try scenario.write("staging.ini", inventory([hosts[0]]))
      try scenario.write("prod/hosts.ini", inventory([hosts[1], hosts[2]]))
      try await hosts[1].broken(.cut) {
        let both = try await scenario.program(
          "versions", "-i", "staging.ini", "-i", "prod/hosts.ini", "--connect-timeout", "2")
        #expect(both.exit == 4)
        #expect(both.stdout.hasPrefix("service  staging   prod\nweb      1.0 ×1 !  1.0 ×1\n"), "\(both.said)")
        #expect(both.stderr.contains("\(hosts[1].name): unreachable"))
      }
    }
  }
}
