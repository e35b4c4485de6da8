import PlayModel
import PlayPlanning
import PlayRunner
import PlaySSH
import PlayStore

/// Which containers `start`, `stop` and `restart` mean: those that are there, and those that the run store
/// says are there on hosts that do not answer.
struct SteeredPlays {
  let services: [ServiceName]
  let store: RunStore

  /// What was found, host by host.
  struct Finding {
    var plays: [Play] = []
    /// Hosts that may or may not have the services.
    var unasked: [HostName] = []
  }

  func find(_ hosts: [HostName], access: [HostName: HostAccess], ssh: SSHConfiguration, forks: Int)
    async throws
    -> Finding
  {
    let connections = KeptConnections(connector: SSHConnector(configuration: ssh))
    let look = FleetLook(access: access, connections: connections, nonce: { Nonce.text() }, forks: forks)
    let finding = try await find(hosts, look)
    await connections.closeAll()
    return finding
  }

  private func find(_ hosts: [HostName], _ look: FleetLook) async throws -> Finding {
    var finding = Finding()
    let question = ContainerQuestion(service: services.count == 1 ? services[0] : nil)
    for sighting in await look.containers(on: hosts, question) {
      let host = sighting.host
      var specs: [ServiceSpec] = []
      var releases: [Release] = []
      for service in services {
        let release = try store.lastRelease(of: service, on: host)
        if let release { releases.append(release) }
        if sighting.trouble != nil {
          if let release, release.change.verdict != .remove { specs.append(release.change.spec) }
        } else if let found = sighting.containers.first(where: {
          $0.place == .current && $0.service == service
        }) {
          specs.append(Self.spec(of: found.container, service, recorded: release))
        }
      }
      if sighting.trouble != nil, specs.isEmpty { finding.unasked.append(host) }
      guard !specs.isEmpty else { continue }
      let newest = releases.max { $0.run < $1.run }
      add(
        PlayHost(host: host, services: specs), newest?.play ?? services.map(\.text).joined(separator: ", "),
        newest?.policy ?? RolloutPolicy(), to: &finding.plays)
    }
    return finding
  }

  /// Hosts whose services were deployed by plays of one policy are a play here too.
  private func add(_ host: PlayHost, _ name: String, _ policy: RolloutPolicy, to plays: inout [Play]) {
    if let index = plays.firstIndex(where: { $0.name == name && $0.rollout == policy }) {
      plays[index].hosts.append(host)
    } else {
      plays.append(Play(name: name, hosts: [host], rollout: policy))
    }
  }

  /// The release as the container's labels tell it, with the name the container has now.
  private static func spec(
    of container: ObservedContainer, _ service: ServiceName, recorded: Release?
  ) -> ServiceSpec {
    let image = (container.labels[ContainerLabel.image] ?? container.image)
    var spec =
      container.release ?? recorded?.change.spec
      ?? ServiceSpec(name: service, image: ImageReference(image) ?? ImageReference(repository: image))
    spec.containerName = container.name
    return spec
  }
}
