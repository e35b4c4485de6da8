import PlayModel

/// Finds containers that cannot live together on one host: the same name, or the same host port. It remembers
/// the services of earlier plays.
final class FleetCheck {
  typealias Outcome = HostServicesResolver.Outcome

  private var earlier: [HostName: [Outcome]] = [:]
  private var known: [[ObjectIdentifier]: [FileProblem]] = [:]

  func problems(on host: HostName, _ outcomes: [Outcome]) -> [FileProblem] {
    let before = earlier[host] ?? []
    earlier[host] = before + outcomes
    let key = (before + outcomes).map(ObjectIdentifier.init)
    if let problems = known[key] { return problems }
    var problems: [FileProblem] = []
    var others = before.compactMap(\.service)
    for service in outcomes.compactMap(\.service) {
      problems += clashes(within: service)
      for other in others { problems += clashes(of: service, with: other) }
      others.append(service)
    }
    known[key] = problems
    return problems
  }

  private func clashes(of service: ReadService, with other: ReadService) -> [FileProblem] {
    let (name, otherName) = (service.spec.name, other.spec.name)
    guard service.spec.containerName != other.spec.containerName else {
      // The same service in two plays is one container, changed twice.
      guard name != otherName else { return [] }
      return [
        FileProblem(
          at: service.containerNamePosition,
          "`\(name)` and `\(otherName)` would both be the container `\(service.spec.containerName)` on one host",
          hint: "give one of them another container_name")
      ]
    }
    var problems: [FileProblem] = []
    for (port, position) in zip(service.spec.ports, service.portPositions) {
      for taken in other.spec.ports where port.clashes(with: taken) {
        let number = port.hostPorts?.lowerBound ?? 0
        problems.append(
          FileProblem(
            at: position,
            "`\(name)` and `\(otherName)` both publish host port \(number)/\(port.transport.rawValue) on one host",
            hint: "give one of them another port"))
      }
    }
    return problems
  }

  private func clashes(within service: ReadService) -> [FileProblem] {
    let ports = service.spec.ports
    return ports.indices.flatMap { later in
      ports.indices.prefix(upTo: later).filter { ports[later].clashes(with: ports[$0]) }.map { _ in
        FileProblem(
          at: service.portPositions[later],
          "`\(service.spec.name)` publishes host port \(ports[later].hostPorts?.lowerBound ?? 0) twice")
      }
    }
  }
}

extension PortMapping {
  /// Whether two containers cannot have these ports at once: one fixed port, and addresses that overlap.
  fileprivate func clashes(with other: PortMapping) -> Bool {
    guard isFixed, other.isFixed, hostPorts == other.hostPorts, transport == other.transport else {
      return false
    }
    guard let address = hostAddress, let otherAddress = other.hostAddress else { return true }
    let any = ["0.0.0.0", "::"]
    return address == otherAddress || any.contains(address) || any.contains(otherAddress)
  }
}
