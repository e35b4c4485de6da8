import PlayModel

/// Compares the release a service should have with the container that is there.
struct ServiceComparison {
  let spec: ServiceSpec
  let observation: RolloutPlanner.Observation
  let force: Bool
  /// Services of the host that the plan already replaces.
  let changed: Set<ServiceName>
  let memo: SpecMemo

  var change: ServiceChange {
    let previous = current
    let resolved = observation.images[spec.image]
    let (shared, hash) = memo.shared(spec)
    let reasons = previous.map { whatDiffers($0, resolved, hash) } ?? ["not there yet"]
    let verdict: ServiceChange.Verdict = previous == nil ? .create : reasons.isEmpty ? .unchanged : .replace
    return ServiceChange(
      verdict: verdict, reasons: reasons, spec: shared, specHash: hash, image: pinned(resolved),
      previous: previous, previousSpec: previous.flatMap(memo.release))
  }

  /// The container that holds the service's name, or the one swiftplay created for the service under a
  /// name it had before.
  private var current: ObservedContainer? {
    let containers = observation.survey.containers
    if let named = containers.first(where: { $0.name == spec.containerName }) { return named }
    return containers.first {
      $0.labels[ContainerLabel.service] == spec.name.text && !ContainerNames.isTemporary($0.name)
    }
  }

  /// With a tag and a digest the engine takes the digest and people still see the tag.
  private func pinned(_ resolved: ResolvedImage?) -> ImageReference {
    guard let digest = resolved?.digest else { return spec.image }
    return ImageReference(repository: spec.image.repository, tag: spec.image.tag, digest: digest)
  }

  private func whatDiffers(
    _ previous: ObservedContainer, _ resolved: ResolvedImage?, _ hash: String
  ) -> [String] {
    var reasons: [String] = []
    if let created = previous.labels[ContainerLabel.spec] {
      if isOtherImage(previous, resolved) { reasons.append(imageReason(previous)) }
      if created != hash { reasons.append("options changed") }
    } else {
      reasons.append("was not started by swiftplay")
    }
    if previous.name != spec.containerName { reasons.append("is called \(previous.name)") }
    switch previous.status {
    case .running: if previous.health == .unhealthy { reasons.append("is unhealthy") }
    case .exited: reasons.append("has exited with \(previous.exitCode)")
    default: reasons.append("is \(previous.status.rawValue)")
    }
    for shared in [spec.networkMode, spec.ipc, spec.pid].compactMap({ $0 }) where shared.hasPrefix("service:")
    {
      let service = ServiceName(String(shared.dropFirst("service:".count)))
      if changed.contains(service) { reasons.append("shares a namespace with \(service)") }
    }
    if reasons.isEmpty, force { reasons.append("forced") }
    return reasons
  }

  /// Without an answer from the registry only the names can be compared.
  private func isOtherImage(_ previous: ObservedContainer, _ resolved: ResolvedImage?) -> Bool {
    if let resolved { return previous.imageID != resolved.imageID }
    return previous.labels[ContainerLabel.image] != spec.image.description
  }

  private func imageReason(_ previous: ObservedContainer) -> String {
    let before = previous.labels[ContainerLabel.image].flatMap(memo.image)
    guard let before, before.repository == spec.image.repository else {
      return "image \(before?.description ?? previous.image) → \(spec.image)"
    }
    if before.version == spec.image.version { return "image \(spec.image.version) was published anew" }
    return "image \(before.version) → \(spec.image.version)"
  }
}
