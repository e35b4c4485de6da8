import PlayModel

/// Small complete nouns for tests that need some.
public enum SamplePlan {
  public static let header = RunHeader(
    mode: .run, command: "swiftplay run playbooks/shop.yml -i prod", user: "ana", machine: "ops1",
    processID: 4711, version: "0.1.0", playbooks: ["playbooks/shop.yml"], inventories: ["inventories/prod"],
    gitCommit: "7e56158d2b1c0a9f8e7d6c5b4a39281706f5e4d3", gitDirty: true,
    variables: ["version": "2.0", "workers": 4])

  /// A digest made of one digit.
  public static func digest(_ digit: Character) -> String { "sha256:" + String(repeating: digit, count: 64) }

  public static func spec(_ service: ServiceName, version: String) -> ServiceSpec {
    let image = ImageReference(repository: "registry.example:5000/shop/\(service)", tag: version)
    var spec = ServiceSpec(name: service, image: image)
    spec.checks = [
      Check(.http(url: "http://127.0.0.1:8080/health", status: [200], body: nil, headers: [:]))
    ]
    return spec
  }

  /// `previous` nil makes it a creation; equal versions leave the service unchanged.
  public static func change(
    _ service: ServiceName, from previous: String?, to version: String
  ) -> ServiceChange {
    let spec = spec(service, version: version)
    let old = previous.map { previous in
      ObservedContainer(
        id: "0ld\(service)", name: service.text,
        image: "\(spec.image.repository)@\(digest("a"))", imageID: digest("b"), status: .running,
        restartPolicy: .always,
        labels: [ContainerLabel.image: "\(spec.image.repository):\(previous)"])
    }
    let verdict: ServiceChange.Verdict =
      previous == nil ? .create : previous == version ? .unchanged : .replace
    return ServiceChange(
      verdict: verdict, reasons: verdict == .replace ? ["image \(previous ?? "") → \(version)"] : [],
      spec: spec, specHash: "sha256:\(service)-\(version)", image: spec.image.pinned(to: digest("c")),
      previous: old)
  }

  /// A play that brings every host of `batches` from 1.0 to 2.0 of `web`.
  public static func play(
    _ index: Int = 0, name: String = "shop", batches: [[HostName]],
    changes: [ServiceChange] = [change("web", from: "1.0", to: "2.0")], idle: [HostName] = [],
    policy: RolloutPolicy = RolloutPolicy()
  ) -> PlayPlan {
    PlayPlan(
      play: index, name: name, policy: policy, batches: batches,
      hosts: (batches.flatMap(\.self) + idle).map { HostPlan(host: $0, services: changes) })
  }

  public static func key(
    _ host: HostName, _ kind: StepKind, service: ServiceName = "web", play: Int = 0
  ) -> StepKey {
    StepKey(play: play, host: host, service: service, kind: kind)
  }
}
