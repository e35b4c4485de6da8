import Foundation
import PlayModel
import PlayTesting
import Testing

@testable import PlayReport

@Suite struct VersionMatrixTests {
  private func release(
    _ host: HostName, _ version: String, verdict: ServiceChange.Verdict = .replace
  ) -> Release {
    var change = SamplePlan.change("web", from: "0.9", to: version)
    change.verdict = verdict
    return Release(run: "20261122-162030-k3f9", time: SampleSightings.now, host: host, change: change)
  }

  private func text(_ columns: [VersionMatrix.Column], width: Int? = nil) -> [String] {
    VersionMatrixText.lines(VersionMatrix(columns), width: width).map(\.plain)
  }

  private func column(
    _ name: String, _ containers: [ContainerSighting], released: [Release] = []
  ) -> VersionMatrix.Column {
    let byHost = Dictionary(grouping: containers, by: \.host)
    let hosts = Set(byHost.keys).union(released.map(\.host)).sorted()
    return VersionMatrix.Column(
      name: name, sightings: hosts.map { SampleSightings.answer($0, byHost[$0] ?? []) },
      released: Dictionary(grouping: released, by: \.host).mapValues { list in
        Dictionary(list.map { ($0.change.spec.name, $0) }, uniquingKeysWith: { $1 })
      })
  }

  @Test func countsHostsAndMarksMixedCells() {
    let hosts = (1...12).map { HostName("web\($0)") }
    let prod = column(
      "prod",
      hosts.map { SampleSightings.container($0, version: "2.0") }
        + [
          SampleSightings.container("old1", version: "1.9"),
          SampleSightings.container("old2", version: "1.9"),
        ])
    let staging = column("staging", [SampleSightings.container("s1", "cache", version: "7.2")])
    #expect(
      text([prod, staging]) == [
        "service  prod               staging",
        "cache    -                  7.2 ×1",
        "web      2.0 ×12, 1.9 ×2 ~  -",
        "",
        "~ more than one version",
        "  prod web: 2.0 on web[1-12] (12 hosts), 1.9 on old1, old2",
      ])
  }

  @Test func whatIsNotUpIsSaid() {
    let sick = column(
      "prod",
      [
        SampleSightings.container("h1"), SampleSightings.container("h2", status: .exited),
        SampleSightings.container("h3", health: .unhealthy),
      ])
    #expect(text([sick])[1] == "web      2.0 exited ×1, 2.0 ×1, 2.0 unhealthy ×1")
  }

  @Test func driftIsMarkedAndExplained() {
    let containers = [
      SampleSightings.container("h1"), SampleSightings.container("h2", version: "1.9"),
      SampleSightings.container("h3", spec: "sha256:other"), SampleSightings.container("h5", digest: "d"),
      SampleSightings.container("h6"), SampleSightings.container("h7"),
    ]
    let released =
      ["h1", "h2", "h3", "h4", "h5"].map { release($0, "2.0") } + [release("h6", "2.0", verdict: .remove)]
    let shown = text([column("prod", containers, released: released)])
    #expect(shown[1] == "web      2.0 ×5, 1.9 ×1 ~!")
    let run = "run 20261122-162030-k3f9"
    #expect(
      Array(shown.suffix(6)) == [
        "! not what was released there last",
        "  prod web: h2 runs 1.9, \(run) released 2.0",
        "  prod web: h3 runs 2.0 with other settings than \(run) released",
        "  prod web: h4 has no container, \(run) released 2.0",
        "  prod web: h5 runs another image called 2.0 than \(run) released",
        "  prod web: h6 runs 2.0, \(run) removed it",
      ])
  }

  @Test func hostsThatDoNotAnswerAreNoDrift() {
    let silent = VersionMatrix.Column(
      name: "prod", sightings: [SampleSightings.silence("h1")],
      released: ["h1": ["web": release("h1", "2.0")]])
    let matrix = VersionMatrix([silent, silent])
    #expect(!matrix.hasDrift)
    #expect(matrix.troubled.map(\.host) == ["h1"])
  }

  @Test func narrowTerminalsGetACellALine() {
    let columns = ["dev", "staging", "prod"].map { column($0, [SampleSightings.container("h1")]) }
    #expect(
      text(columns, width: 24) == ["web  dev      2.0 ×1", "web  staging  2.0 ×1", "web  prod     2.0 ×1"])
  }

  @Test func jsonSaysItAll() throws {
    let matrix = VersionMatrix([
      column("prod", [SampleSightings.container("h1", version: "1.9")], released: [release("h1", "2.0")])
    ])
    let text = VersionMatrixJSON.lines(matrix, dimension: "environment")
    #expect(
      text == #"{"type":"service.versions","service":"web","environment":"prod","#
        + #""versions":[{"version":"1.9","state":"running","hosts":["h1"]}],"mixed":false,"#
        + #""drift":[{"host":"h1","kind":"version","runs":"1.9","released":"2.0","run":"20261122-162030-k3f9"}]}"#
        + "\n")
  }
}
