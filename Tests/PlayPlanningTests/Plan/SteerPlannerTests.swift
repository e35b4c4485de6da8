import PlayModel
import PlayTesting
import Testing

@testable import PlayPlanning

@Suite struct SteerPlannerTests {
  private func spec(_ name: ServiceName, dependsOn: [ServiceName] = []) -> ServiceSpec {
    var spec = SamplePlan.spec(name, version: "1.0")
    spec.containerName = name.text
    spec.dependencies = dependsOn.map { Dependency(service: $0) }
    return spec
  }

  private func container(
    _ name: String, _ status: ObservedContainer.Status, policy: RestartPolicy = .always
  ) -> ObservedContainer {
    ObservedContainer(
      id: "id-\(name)", name: name, image: "shop/\(name)", imageID: SamplePlan.digest("b"), status: status,
      restartPolicy: policy)
  }

  private func observation(_ containers: [ObservedContainer]) -> RolloutPlanner.Observation {
    RolloutPlanner.Observation(
      survey: HostSurvey(
        host: "h1",
        engine: EngineInfo(
          kind: .docker, version: "20.10", id: "e", architecture: "amd64", freeBytes: 1_000_000_000),
        hostTime: Timestamp(milliseconds: 0), containers: containers),
      images: [:])
  }

  private func verdicts(
    _ steering: Steering, _ states: [ObservedContainer], policy: RolloutPolicy = RolloutPolicy()
  ) throws -> [ServiceChange.Verdict] {
    let hosts = states.indices.map { HostName("h\($0)") }
    let play = Play(
      name: "shop", hosts: hosts.map { PlayHost(host: $0, services: [spec("web")]) }, rollout: policy)
    let observed = Dictionary(uniqueKeysWithValues: zip(hosts, states.map { observation([$0]) }))
    let result = SteerPlanner(steering, plays: [play]).plan(0, observed: observed)
    #expect(result.problems.isEmpty)
    return result.plan.hosts.flatMap(\.services).map(\.verdict)
  }

  @Test func onlyWhatHasToChangeChanges() throws {
    let states = [
      container("web", .running), container("web", .exited), container("web", .exited, policy: .no),
      container("web", .paused), container("web", .restarting),
    ]
    #expect(try verdicts(.start, states) == [.unchanged, .start, .start, .start, .start])
    // One that has ended and may be revived is not stopped yet.
    #expect(try verdicts(.stop, states) == [.stop, .stop, .unchanged, .stop, .stop])
    #expect(try verdicts(.restart, states) == Array(repeating: .restart, count: 5))
  }

  @Test func whatOthersNeedStartsFirstAndStopsLast() throws {
    let services = [
      spec("web", dependsOn: ["cache", "queue"]), spec("cache"), spec("queue", dependsOn: ["cache"]),
    ]
    let play = Play(
      name: "shop", hosts: [PlayHost(host: "h1", services: services)], rollout: RolloutPolicy())
    func order(_ steering: Steering) -> [ServiceName] {
      SteerPlanner(steering, plays: [play]).plays[0].hosts[0].services.map(\.name)
    }
    #expect(order(.start) == ["cache", "queue", "web"])
    #expect(order(.restart) == ["cache", "queue", "web"])
    #expect(order(.stop) == ["web", "queue", "cache"])
  }

  /// A restart keeps hosts serving; a stop is meant to take them down.
  @Test func minHealthyHoldsForARestart() throws {
    var policy = RolloutPolicy()
    policy.minHealthy = .count(2)
    let hosts: [HostName] = ["h1", "h2", "h3"]
    let play = Play(
      name: "shop", hosts: hosts.map { PlayHost(host: $0, services: [spec("web")]) }, rollout: policy)
    let observed = Dictionary(
      uniqueKeysWithValues: hosts.map { ($0, observation([container("web", .running)])) })
    #expect(
      SteerPlanner(.restart, plays: [play]).plan(0, observed: observed).plan.batches
        == [["h1"], ["h2"], ["h3"]])
    #expect(
      SteerPlanner(.stop, plays: [play]).plan(0, observed: observed).plan.batches == [["h1", "h2", "h3"]])
  }

  /// What was restarted cannot be put back, so nothing promises it.
  @Test func aRestartGoesNowhereBack() {
    let play = Play(name: "shop", hosts: [], rollout: RolloutPolicy())
    #expect(SteerPlanner(.restart, plays: [play]).plays[0].rollout.onFailure == .halt)
    #expect(SteerPlanner(.stop, plays: [play]).plays[0].rollout.onFailure == .rollback)
    #expect(StepKind.restart.changesHost && !StepKind.restart.hasUndo)
  }

  @Test func aContainerThatIsGoneIsAProblem() {
    let play = Play(
      name: "shop", hosts: [PlayHost(host: "h1", services: [spec("web")])], rollout: RolloutPolicy())
    let result = SteerPlanner(.start, plays: [play]).plan(0, observed: ["h1": observation([])])
    #expect(result.problems["h1"]?.detail == "the container web is gone")
  }
}
