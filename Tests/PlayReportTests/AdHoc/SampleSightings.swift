import PlayModel

/// Containers as `ps` sees them, for tests.
enum SampleSightings {
  static let now = Timestamp(milliseconds: 1_795_364_430_000)

  static func container(
    _ host: HostName, _ service: ServiceName? = "web", version: String = "2.0",
    status: ObservedContainer.Status = .running, health: ObservedContainer.Health = .none, exit: Int = 0,
    restarts: Int = 0, place: ContainerSighting.Place? = nil, name: String? = nil,
    minutes: Int64 = 5, spec: String? = nil, digest: Character = "c"
  ) -> ContainerSighting {
    let repository = "registry.example:5000/shop/\(service?.text ?? "tool")"
    var labels: [String: String] = [:]
    if let service {
      labels[ContainerLabel.service] = service.text
      labels[ContainerLabel.image] = "\(repository):\(version)"
      labels[ContainerLabel.run] = "20261122-162030-k3f9"
      labels[ContainerLabel.spec] = spec ?? "sha256:\(service)-\(version)"
    }
    let pinned = "\(repository)@sha256:" + String(repeating: digest, count: 64)
    return ContainerSighting(
      host: host,
      container: ObservedContainer(
        id: "4f3a" + String(repeating: "0", count: 60), name: name ?? service?.text ?? "tool",
        image: service == nil ? "\(repository):\(version)" : pinned, imageID: "sha256:1", status: status,
        health: health, exitCode: exit, restartCount: restarts, labels: labels,
        hostPorts: ["0.0.0.0:8080/tcp", ":::8080/tcp"]),
      place: place ?? (service == nil ? .foreign : .current), seenAt: now,
      startedAt: now.advanced(by: .seconds(-60 * minutes)),
      finishedAt: now.advanced(by: .seconds(-30)), memoryLimit: 512 << 20, processorLimit: 1.5)
  }

  static func answer(_ host: HostName, _ containers: [ContainerSighting]) -> HostSighting {
    HostSighting(host: host, finding: .success(containers))
  }

  static func silence(_ host: HostName) -> HostSighting {
    HostSighting(
      host: host, finding: .failure(Trouble(.unreachable, "no route to host", advice: "see its cable")))
  }
}
