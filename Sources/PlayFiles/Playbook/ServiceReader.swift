import PlayModel

/// Makes a `ServiceSpec` of a service's resolved map. Problems go to the log; a service with any has no spec.
struct ServiceReader {
  /// What a service has to know of its play.
  struct Surroundings {
    /// Every service of the play, in the order of the file.
    let services: [ServiceName]
    let order: RolloutPolicy.Order
    let envFiles: EnvFileStore
  }

  let name: ServiceName
  let namePosition: SourcePosition
  let around: Surroundings
  let log: ProblemLog
  let reader: SectionReader

  init?(
    _ name: ServiceName, _ node: ResolvedNode, namePosition: SourcePosition, around: Surroundings,
    log: ProblemLog
  ) {
    guard let reader = SectionReader(node, Schema.service, log: log, at: namePosition) else { return nil }
    self.name = name
    self.namePosition = namePosition
    self.around = around
    self.log = log
    self.reader = reader
  }

  func read() -> ReadService {
    let image = reader.read("image", image)
    let placeholder = ImageReference(repository: "unknown")
    var spec = ServiceSpec(name: name, image: image ?? placeholder, containerName: containerName())
    readProcess(into: &spec)
    readEnvironment(into: &spec)
    let ports = readPorts(into: &spec)
    readNetworks(into: &spec)
    readStorage(into: &spec)
    readResources(into: &spec)
    readSecurity(into: &spec)
    readLife(into: &spec)
    readDependencies(into: &spec)
    spec.checks = readChecks()
    checkOrder(of: spec, ports: ports)
    warn(about: spec)
    return ReadService(
      spec: spec, namePosition: namePosition, containerNamePosition: reader.position(of: "container_name"),
      dependsOnPosition: reader.position(of: "depends_on"), portPositions: ports)
  }

  private func image(_ node: ResolvedNode) throws(ValueFault) -> ImageReference {
    if node.text.hasPrefix("sha256:") {
      throw ValueFault("an image id names an image of one engine only", hint: "write NAME@\(node.text)")
    }
    guard let image = ImageReference(node.text) else {
      throw ValueFault(
        "`\(node.text)` is not an image name",
        hint: "write [REGISTRY/]PATH[:TAG][@DIGEST], such as registry.example:5000/shop/web:1.4.2")
    }
    return image
  }

  private func containerName() -> String {
    let given = reader.read("container_name") { node throws(ValueFault) in
      guard ContainerName.isValid(node.text) else {
        throw ValueFault("`\(node.text)` cannot be a container's name", hint: Self.nameHint)
      }
      return node.text
    }
    if reader.node("container_name") == nil, !ContainerName.isValid(name.text) {
      log.add(
        at: namePosition, "the service `\(name)` cannot give its container its name",
        hint: Self.nameHint + "; or set container_name")
    }
    return given ?? name.text
  }

  private static let nameHint =
    "names have at least two letters, digits, `_`, `.` and `-`, and begin with a letter or digit"

  /// With `start_first` old and new run at once, which a fixed host port or address does not allow.
  private func checkOrder(of spec: ServiceSpec, ports: [SourcePosition]) {
    guard around.order == .startFirst else { return }
    for (port, position) in zip(spec.ports, ports) where port.isFixed {
      let number = port.hostPorts?.lowerBound ?? 0
      log.add(
        at: position,
        "`order: start_first` runs the new container beside the old one, and both would need host port \(number)",
        hint: "use stop_first, or let the engine choose the host port")
    }
    for network in spec.networks {
      guard let address = network.ipv4Address ?? network.ipv6Address else { continue }
      log.add(
        at: reader.position(of: "networks"),
        "`order: start_first` runs the new container beside the old one, and both would need the address \(address)",
        hint: "use stop_first, or leave the address to the engine")
    }
  }

  private func warn(about spec: ServiceSpec) {
    if reader.node("image") != nil, spec.image.digest == nil, (spec.image.tag ?? "latest") == "latest" {
      log.warn(
        at: reader.position(of: "image"),
        "the image of `\(name)` has the tag latest, which says nothing about its version",
        hint: "give each build a tag of its own")
    }
  }
}

/// A service that was read, with the places that later problems point at.
struct ReadService: Hashable {
  var spec: ServiceSpec
  let namePosition: SourcePosition
  let containerNamePosition: SourcePosition
  let dependsOnPosition: SourcePosition
  /// One for each of the spec's ports.
  let portPositions: [SourcePosition]
}
