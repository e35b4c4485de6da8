import PlayModel

/// What a host runs is not what was released there last.
struct VersionDrift: Sendable, Hashable {
  /// The raw values are part of the JSON contract.
  enum Kind: String, Sendable, Hashable, CaseIterable {
    case version
    /// The tag is the same, what it stands for is not.
    case image
    case settings
    /// There is no container.
    case missing
    /// There is one, though the last run removed it.
    case present
  }

  let host: HostName
  let kind: Kind
  /// `nil` where nothing runs.
  let runs: String?
  /// `nil` where the last run removed the service.
  let released: String?
  /// The run whose release it is measured by.
  let run: RunID

  /// `nil` when what was found is what was released.
  init?(_ release: Release, found: ContainerSighting?) {
    host = release.host
    run = release.run
    runs = found?.version
    let change = release.change
    guard change.verdict != .remove else {
      guard found != nil else { return nil }
      kind = .present
      released = nil
      return
    }
    let version = change.spec.image.version
    released = version
    guard let found else {
      kind = .missing
      return
    }
    if found.version != version {
      kind = .version
    } else if let digest = found.digest, let wanted = change.image.digest, digest != wanted {
      kind = .image
    } else if let hash = found.container.labels[ContainerLabel.spec], hash != change.specHash {
      kind = .settings
    } else {
      return nil
    }
  }

  /// Without the host: `runs 1.9, run 20261122-… released 2.0`.
  var sentence: String {
    switch kind {
    case .version: "runs \(runs ?? ""), run \(run) released \(released ?? "")"
    case .image: "runs another image called \(runs ?? "") than run \(run) released"
    case .settings: "runs \(runs ?? "") with other settings than run \(run) released"
    case .missing: "has no container, run \(run) released \(released ?? "")"
    case .present: "runs \(runs ?? ""), run \(run) removed it"
    }
  }
}
