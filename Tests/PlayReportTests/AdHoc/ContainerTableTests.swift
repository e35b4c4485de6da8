import Foundation
import PlayModel
import Testing

@testable import PlayReport

@Suite struct ContainerTableTests {
  private let fleet = [
    SampleSightings.container("h10", health: .healthy),
    SampleSightings.container("h2", version: "1.9", status: .exited, exit: 3, restarts: 4, minutes: 500),
    SampleSightings.container("h2", "cache", version: "7.2", minutes: 3000),
    SampleSightings.container("h2", nil),
    SampleSightings.container(
      "h2", version: "1.8", status: .exited, place: .previous, name: "web.20261122-162030-k3f9"),
  ]

  private func lines(_ table: ContainerTable, _ order: ContainerOrder = ContainerOrder(), width: Int? = nil)
    -> [String]
  {
    table.lines(order.applied(to: fleet), width: width).map(\.plain)
  }

  @Test func showsAServiceALineInTheOrderOfHosts() {
    #expect(
      lines(ContainerTable()) == [
        "host  service  version  state       health   since  restarts  ports  mem limit  cpus  run",
        "h2    cache    7.2      running              2 d    0         8080   512 MiB    1.5   20261122-162030-k3f9",
        "h2    web      1.9      exited (3)           30 s   4         8080   512 MiB    1.5   20261122-162030-k3f9",
        "h10   web      2.0      running     healthy  5 min  0         8080   512 MiB    1.5   20261122-162030-k3f9",
      ])
  }

  @Test func leavesOutWhatMattersLeastWhereThereIsNoRoom() {
    for width in [20, 34, 40, 60, 80, 100] {
      let shown = lines(ContainerTable(), width: width)
      #expect(shown.allSatisfy { $0.count <= width }, "\(width): \(shown)")
      #expect(shown[0].hasPrefix("host  service"))
    }
    #expect(
      lines(ContainerTable(), width: 60)[0] == "host  service  version  state       health   since  restarts")
    #expect(lines(ContainerTable(), width: 34)[0] == "host  service  version  state")
  }

  @Test func showsEverythingWhenAsked() {
    let all = lines(ContainerTable(everything: true), ContainerOrder(everything: true))
    #expect(all.count == 6)
    #expect(all[0].hasPrefix("host  service  container "))
    #expect(all.contains { $0.hasPrefix("h2    web      web.20261122-162030-k3f9  1.8      exited (0)") })
    #expect(all.contains { $0.hasPrefix("h2    -        tool ") })
    let wide = lines(ContainerTable(wide: true), width: 40)
    #expect(wide[0].hasSuffix("digest"))
    #expect(wide[1].contains("sha256:cccc"))
  }

  @Test func choosesAndSorts() {
    func hosts(_ order: ContainerOrder) -> [String] {
      order.applied(to: fleet).map { "\($0.host) \($0.service?.text ?? "-") \($0.version)" }
    }
    #expect(hosts(ContainerOrder(unhealthyOnly: true)) == ["h2 web 1.9"])
    #expect(hosts(ContainerOrder(.state))[0] == "h2 web 1.9")
    #expect(hosts(ContainerOrder(.service)) == ["h2 cache 7.2", "h2 web 1.9", "h10 web 2.0"])
    #expect(hosts(ContainerOrder(.since)) == ["h2 web 1.9", "h10 web 2.0", "h2 cache 7.2"])
    #expect(hosts(ContainerOrder(.restarts))[0] == "h2 web 1.9")
    let previous = ContainerOrder(unhealthyOnly: true, everything: true)
    #expect(hosts(previous) == ["h2 web 1.9"], "a previous container rests as it should")
  }

  @Test func useStandsBesideItsLimit() {
    var container = SampleSightings.container("h1")
    container.usage = ContainerSighting.Usage(memory: 42 << 20, processors: 0.05)
    let line = ContainerTable(usage: true).lines([container], width: nil)[1].plain
    #expect(line.contains("42 MiB of 512 MiB  0.05 of 1.5"))
  }

  @Test func portsAreSaidOnce() {
    #expect(
      ContainerColumn.ports(["0.0.0.0:8080/tcp", "[::]:8080/tcp", "127.0.0.1:9000/tcp", ":53/udp"])
        == "8080, 127.0.0.1:9000, 53/udp")
  }

  @Test func silentHostsAreNamedWithTheReason() {
    let lines = ContainerTable.troubles([SampleSightings.silence("h3"), SampleSightings.answer("h1", [])])
    #expect(lines.map(\.plain) == ["h3: unreachable: no route to host", "  see its cable"])
  }

  @Test func jsonSaysItAll() throws {
    let text = ContainerJSON.lines([fleet[1]], [SampleSightings.silence("h3")])
    let lines = try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.count == 2)
    #expect(lines[0]["type"] as? String == "container")
    #expect(lines[0]["version"] as? String == "1.9")
    #expect(lines[0]["exit"] as? Int == 3)
    #expect(lines[0]["memory_limit"] as? Int == 536_870_912)
    #expect(lines[0]["cpu_limit"] as? Double == 1.5)
    #expect(lines[0]["place"] as? String == "current")
    #expect(lines[1]["type"] as? String == "host.failed")
    #expect(lines[1]["outcome"] as? String == "unreachable")
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1_048_575, "1 MiB"),
    (8 << 30, "8 GiB"), (42 << 20, "42 MiB"),
  ])
  func sizes(bytes: Int64, text: String) { #expect(SizeText.bytes(bytes) == text) }

  @Test(arguments: [(0.0, "0"), (1.5, "1.5"), (0.25, "0.25"), (0.049, "0.05"), (12, "12"), (1.999, "2")])
  func processors(count: Double, text: String) { #expect(SizeText.processors(count) == text) }
}
