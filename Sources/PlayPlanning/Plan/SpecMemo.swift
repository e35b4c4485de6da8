import PlayModel

/// What has been worked out of specs and labels while one play is planned: on a large fleet most hosts have
/// the same.
final class SpecMemo {
  private var wanted: [ServiceName: [(spec: Shared<ServiceSpec>, hash: String)]] = [:]
  private var releases: [String: Shared<ServiceSpec>?] = [:]
  private var images: [String: ImageReference?] = [:]

  /// The spec as all hosts with the same one share it, and its hash.
  func shared(_ spec: ServiceSpec) -> (spec: Shared<ServiceSpec>, hash: String) {
    // Looked for by comparing: hashing a spec takes longer than all the rest of planning it.
    if let known = wanted[spec.name]?.first(where: { $0.spec.value == spec }) { return known }
    let new = (spec: Shared(spec), hash: SpecHash.of(spec))
    // Where each host has one of its own, looking through all of them would be worse than not to share.
    if wanted[spec.name, default: []].count < 16 { wanted[spec.name, default: []].append(new) }
    return new
  }

  /// The spec the container was created from, as its label tells.
  func release(of container: ObservedContainer) -> Shared<ServiceSpec>? {
    guard let text = container.labels[ContainerLabel.release] else { return nil }
    if let known = releases[text] { return known }
    let release = container.release.map(Shared.init)
    releases[text] = .some(release)
    return release
  }

  func image(_ text: String) -> ImageReference? {
    if let known = images[text] { return known }
    let image = ImageReference(text)
    images[text] = .some(image)
    return image
  }
}
