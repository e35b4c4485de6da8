import PlayModel
import PlayPlanning
import Testing

@Suite("Planning a play")
struct RolloutPlannerTests {
  private let spec = ServiceSpec(name: "web", image: ImageReference(repository: "shop/web", tag: "2.0"))
  private let resolved = ResolvedImage(
    digest: "sha256:" + String(repeating: "2", count: 64), imageID: "sha256:new")

  private func current(_ change: (inout ObservedContainer) -> Void = { _ in }) -> ObservedContainer {
    var container = ObservedContainer(
      id: "c1", name: "web", image: "shop/web:2.0", imageID: "sha256:new", status: .running,
      labels: [ContainerLabel.spec: SpecHash.of(spec), ContainerLabel.image: "shop/web:2.0"])
    change(&container)
    return container
  }

  private func plan(
    _ containers: [HostName: [ObservedContainer]], serial: [Threshold] = [], force: Bool = false,
    listening: Set<Int> = [], spec: ServiceSpec? = nil, policy: (inout RolloutPolicy) -> Void = { _ in }
  ) -> RolloutPlanner.Result {
    let spec = spec ?? self.spec
    var rollout = RolloutPolicy()
    rollout.serial = serial
    policy(&rollout)
    let hosts = containers.keys.sorted()
    let play = Play(
      name: "shop", hosts: hosts.map { PlayHost(host: $0, services: [spec]) }, rollout: rollout)
    let engine = EngineInfo(
      kind: .docker, version: "20.10.24", id: "E", architecture: "x86_64", freeBytes: 1 << 30)
    var observed: [HostName: RolloutPlanner.Observation] = [:]
    for (host, list) in containers {
      observed[host] = RolloutPlanner.Observation(
        survey: HostSurvey(
          host: host, engine: engine, hostTime: Timestamp(milliseconds: 0), containers: list,
          listeningPorts: listening),
        images: [spec.image: resolved])
    }
    return RolloutPlanner(force: force).plan(play: play, index: 0, observed: observed)
  }

  private func only(_ result: RolloutPlanner.Result) -> ServiceChange? {
    result.plan.hosts.first?.services.first
  }

  @Test("What is right already is left alone, and is in no batch")
  func unchanged() {
    let result = plan(["h1": [current()]])
    #expect(only(result)?.verdict == .unchanged)
    #expect(result.plan.batches.isEmpty)
    #expect(only(plan(["h1": [current()]], force: true))?.reasons == ["forced"])
  }

  @Test("The same image under a new tag replaces nothing")
  func newTag() {
    let result = plan(["h1": [current { $0.labels[ContainerLabel.image] = "shop/web:1.9" }]])
    #expect(only(result)?.verdict == .unchanged)
  }

  @Test("Every reason to replace is told")
  func reasons() {
    let older = current {
      $0.imageID = "sha256:old"
      $0.labels[ContainerLabel.image] = "shop/web:1.0"
    }
    #expect(only(plan(["h1": [older]]))?.reasons == ["image 1.0 → 2.0"])
    #expect(
      only(plan(["h1": [current { $0.labels[ContainerLabel.spec] = "x" }]]))?.reasons == ["options changed"])
    #expect(only(plan(["h1": [current { $0.labels = [:] }]]))?.reasons == ["was not started by swiftplay"])
    #expect(only(plan(["h1": [current { $0.health = .unhealthy }]]))?.reasons == ["is unhealthy"])
    let exited = current {
      $0.status = .exited
      $0.exitCode = 3
    }
    #expect(only(plan(["h1": [exited]]))?.reasons == ["has exited with 3"])
    #expect(only(plan(["h1": []]))?.verdict == .create)
  }

  @Test("A container put aside is never taken for the current one")
  func aside() {
    let old = current {
      $0.name = "web.20261122-162030-k3f9"
      $0.labels[ContainerLabel.service] = "web"
    }
    #expect(only(plan(["h1": [old]]))?.previous == nil)
  }

  @Test("The image is pinned to its digest and keeps its tag")
  func pinned() {
    #expect(only(plan(["h1": []]))?.image.description == "shop/web:2.0@\(resolved.digest ?? "")")
  }

  @Test("A port held by a stranger is found before anything is changed")
  func ports() {
    var spec = spec
    spec.ports = [PortMapping(hostPorts: 8080...8080, containerPort: 80)]
    #expect(plan(["h1": []], listening: [8080], spec: spec).problems["h1"]?.reason == .portTaken)
    let ours = current { $0.hostPorts = ["0.0.0.0:8080/tcp"] }
    #expect(plan(["h1": [ours]], listening: [8080], spec: spec).problems.isEmpty)
    let stranger = current {
      $0.id = "c9"
      $0.name = "other"
      $0.hostPorts = ["0.0.0.0:8080/tcp"]
      $0.labels = [:]
    }
    #expect(
      plan(["h1": [stranger]], spec: spec).problems["h1"]?.detail
        == "port 8080 is already taken by container other")
  }

  @Test("A container that would vanish when it stops is refused")
  func removedOnStop() {
    let fragile = current {
      $0.removedOnStop = true
      $0.labels = [:]
    }
    #expect(plan(["h1": [fragile]]).problems["h1"]?.reason == .unsupported)
  }

  @Test("min_healthy splits batches, or refuses")
  func minHealthy() {
    let old = current { $0.imageID = "sha256:old" }
    let hosts: [HostName: [ObservedContainer]] = ["h1": [old], "h2": [old], "h3": [old]]
    #expect(plan(hosts) { $0.minHealthy = .count(1) }.plan.batches == [["h1", "h2"], ["h3"]])
    #expect(plan(hosts) { $0.minHealthy = .percent(100) }.problems["h1"]?.reason == .minHealthy)
    #expect(
      plan(hosts) {
        $0.minHealthy = .percent(100)
        $0.order = .startFirst
      }.problems.isEmpty)
    #expect(plan(["h1": [], "h2": []]) { $0.minHealthy = .percent(100) }.plan.batches == [["h1", "h2"]])
  }

  @Test("Hosts that are down come first where min_healthy allows nothing else")
  func downFirst() {
    let old = current { $0.imageID = "sha256:old" }
    let dead = current { $0.status = .exited }
    let hosts: [HostName: [ObservedContainer]] = ["h1": [old], "h2": [old], "h3": [dead], "h4": [dead]]
    func batches(_ required: Int, serial: [Threshold] = []) -> [[HostName]] {
      plan(hosts, serial: serial) { $0.minHealthy = .count(required) }.plan.batches
    }
    #expect(batches(2) == [["h3", "h4"], ["h1", "h2"]])
    #expect(batches(3) == [["h3", "h4"], ["h1"], ["h2"]])
    #expect(batches(2, serial: [.count(1)]) == [["h3"], ["h4"], ["h1"], ["h2"]])
    // The play's own order, where it can be kept.
    #expect(batches(1, serial: [.count(1)]) == [["h1"], ["h2"], ["h3"], ["h4"]])
    let refused = plan(hosts) { $0.minHealthy = .percent(100) }.problems
    #expect(
      refused["h1"]?.detail
        == "min_healthy asks for 4 healthy hosts and 4 will be once those that are down are changed: none may be stopped"
    )
    #expect(refused.count == 1)
  }

  @Test("Batches hold the hosts that change")
  func batches() {
    let old = current { $0.imageID = "sha256:old" }
    let result = plan(["h1": [current()], "h2": [old], "h3": [old]], serial: [.count(1)])
    #expect(result.plan.batches == [["h2"], ["h3"]])
  }
}
