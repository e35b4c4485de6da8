import PlayModel

/// What has been worked out of specs and labels while one play is planned: on a large fleet most hosts have
/// the same.
final class SpecMemo {
  private var hashes: [ServiceSpec: String] = [:]
  private var releases: [String: ServiceSpec?] = [:]
  private var images: [String: ImageReference?] = [:]

  func hash(of spec: ServiceSpec) -> String {
    if let known = hashes[spec] { return known }
    let hash = SpecHash.of(spec)
    hashes[spec] = hash
    return hash
  }

  /// The spec the container was created from, as its label tells.
  func release(of container: ObservedContainer) -> ServiceSpec? {
    guard let text = container.labels[ContainerLabel.release] else { return nil }
    if let known = releases[text] { return known }
    let release = container.release
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
