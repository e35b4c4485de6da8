import Foundation
import PlayModel
import PlayPlanning
import PlayTesting

/// Plans a rollout for a large fleet and folds all events of it: `run-bench [HOSTS] [SERVICES]`. Prints what
/// that took, and the most memory it needed.
@main
struct RunBench {
  let hosts: [HostName]
  let services: [ServiceName]

  static func main() {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let (hosts, services) = (numbers.first ?? 10_000, numbers.dropFirst().first ?? 3)
    RunBench(
      hosts: (0..<hosts).map { HostName("web\($0)") },
      services: (0..<services).map { ServiceName("service\($0)") }
    ).measure()
  }

  private func measure() {
    let clock = ContinuousClock()
    let play = Play(
      name: "all", hosts: hosts.map { PlayHost(host: $0, services: services.map { spec($0, "2.0") }) },
      rollout: RolloutPolicy())
    let observed = observed()
    let before = Self.peakMegabytes()
    var plan: PlayPlan?
    let planning = clock.measure {
      plan = RolloutPlanner().plan(play: play, index: 0, observed: observed).plan
    }
    guard let plan else { return }
    let events = events(of: plan)
    var state = RunState(run: "20261122-162030-k3f9")
    let folding = clock.measure {
      for event in events {
        do { try state.apply(event) } catch { print("refused: \(error)") }
      }
    }
    print(
      "\(hosts.count) hosts x \(services.count) services: planned in \(Self.text(planning)), \(events.count) events "
        + "folded in \(Self.text(folding)), together \(Self.text(planning + folding)); "
        + "\(Self.peakMegabytes()) MB at most, \(before) MB of it the play and what the hosts showed")
    print("ended: \(state.outcome?.rawValue ?? "-"), \(state.touchedHosts.count) hosts changed")
  }

  private func spec(_ service: ServiceName, _ version: String) -> ServiceSpec {
    var spec = SamplePlan.spec(service, version: version)
    spec.environment = ["TZ": .plain("UTC"), "SITE": .plain("one"), "LEVEL": .plain("info")]
    spec.ports = [PortMapping(hostPorts: 8080...8080, containerPort: 80)]
    return spec
  }

  /// Every host runs the release before, as its labels tell.
  private func observed() -> [HostName: RolloutPlanner.Observation] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let running = services.map { service -> (ServiceSpec, [String: String]) in
      let spec = spec(service, "1.0")
      let release = (try? encoder.encode(spec)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return (
        spec,
        [
          ContainerLabel.service: service.text, ContainerLabel.spec: SpecHash.of(spec),
          ContainerLabel.image: spec.image.description, ContainerLabel.release: release,
        ]
      )
    }
    let engine = EngineInfo(
      kind: .docker, version: "28.2.2", id: "E", architecture: "x86_64", freeBytes: 1 << 40)
    let resolved = ResolvedImage(digest: SamplePlan.digest("c"), imageID: SamplePlan.digest("d"))
    var observed: [HostName: RolloutPlanner.Observation] = [:]
    for host in hosts {
      let containers = running.map { spec, labels in
        ObservedContainer(
          id: "\(host)\(spec.name)", name: spec.containerName, image: spec.image.description,
          imageID: SamplePlan.digest("b"), status: .running, restartPolicy: .always, labels: labels)
      }
      observed[host] = RolloutPlanner.Observation(
        survey: HostSurvey(
          host: host, engine: engine, hostTime: Timestamp(milliseconds: 0), containers: containers),
        images: Dictionary(
          services.map { (spec($0, "2.0").image, resolved) }, uniquingKeysWith: { first, _ in first }))
    }
    return observed
  }

  /// Everything a rollout that goes well tells.
  private func events(of plan: PlayPlan) -> [RunEvent] {
    var script = RunScript()
    script.add(.started(SamplePlan.header))
    for host in hosts { script.add(.surveyed(host: host, trouble: nil)) }
    script.add(.planned(plan))
    for (index, batch) in plan.batches.enumerated() {
      script.add(.batchStarted(play: 0, batch: index, hosts: batch))
      for host in batch {
        for service in services {
          func key(_ kind: StepKind) -> StepKey {
            StepKey(play: 0, host: host, service: service, kind: kind)
          }
          script.add(.stepStarted(key(.create)))
          script.add(.containerCreated(key(.create), id: "new\(host)\(service)"))
          script.add(.stepFinished(key(.create), .succeeded, nil))
          script.step(key(.switchOver))
          script.step(key(.check))
        }
      }
      script.add(.batchFinished(play: 0, batch: index))
    }
    for host in hosts { script.add(.hostFinished(host: host, outcome: .changed, trouble: nil)) }
    script.add(.finished(.succeeded, reason: nil))
    return script.events
  }

  private static func text(_ duration: Duration) -> String {
    "\(duration.wholeMilliseconds) ms"
  }

  /// `VmHWM` of proc(5).
  private static func peakMegabytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1024
  }
}
