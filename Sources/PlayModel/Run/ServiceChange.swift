/// What will happen to one service on one host, and why. Complete enough to carry out, to undo and to
/// show without any other record.
public struct ServiceChange: Sendable, Hashable, Codable {
  public enum Verdict: String, Sendable, Hashable, Codable {
    /// The right release runs already.
    case unchanged
    /// There is no container of this name yet.
    case create
    /// There is one, and it is not the right release, or not in order.
    case replace
    /// There is one, and there shall be none: a rollback to before the service's first deployment.
    case remove
    /// The container that is there is started, stopped or restarted; nothing is deployed.
    case start, stop, restart

    /// `nil` where releases change.
    public var steering: Steering? {
      switch self {
      case .start: .start
      case .stop: .stop
      case .restart: .restart
      case .unchanged, .create, .replace, .remove: nil
      }
    }
  }

  public var verdict: Verdict
  /// Why, one line an item: `image 1.0 → 2.0`, `environment TZ: added`.
  public var reasons: [String]
  /// The hash of the canonical spec that goes into the `spec` label.
  public var specHash: String
  /// The digest-pinned image that is pulled and run.
  public var image: ImageReference
  private var wanted: Shared<ServiceSpec>
  private var found: Shared<ObservedContainer>?
  private var foundSpec: Shared<ServiceSpec>?
  private var kept: Shared<ObservedContainer>?

  /// What the service shall be.
  public var spec: ServiceSpec {
    get { wanted.value }
    set { wanted = Shared(newValue) }
  }

  /// Asked for every step; the whole spec is large to copy.
  public var service: ServiceName { wanted.value.name }

  /// The container that holds the name now.
  public var previous: ObservedContainer? {
    get { found?.value }
    set { found = newValue.map(Shared.init) }
  }

  /// The release the previous container was created from, where its labels tell.
  public var previousSpec: ServiceSpec? {
    get { foundSpec?.value }
    set { foundSpec = newValue.map(Shared.init) }
  }

  /// A container that was put aside before and takes the name again, instead of a new one.
  public var restores: ObservedContainer? {
    get { kept?.value }
    set { kept = newValue.map(Shared.init) }
  }

  public init(
    verdict: Verdict, reasons: [String] = [], spec: ServiceSpec, specHash: String, image: ImageReference,
    previous: ObservedContainer? = nil, previousSpec: ServiceSpec? = nil,
    restores: ObservedContainer? = nil
  ) {
    self.init(
      verdict: verdict, reasons: reasons, spec: Shared(spec), specHash: specHash, image: image,
      previous: previous, previousSpec: previousSpec.map(Shared.init), restores: restores)
  }

  /// With specs that other hosts have, too.
  public init(
    verdict: Verdict, reasons: [String] = [], spec: Shared<ServiceSpec>, specHash: String,
    image: ImageReference, previous: ObservedContainer? = nil, previousSpec: Shared<ServiceSpec>? = nil,
    restores: ObservedContainer? = nil
  ) {
    self.verdict = verdict
    self.reasons = reasons
    self.specHash = specHash
    self.image = image
    wanted = spec
    found = previous.map(Shared.init)
    foundSpec = previousSpec
    kept = restores.map(Shared.init)
  }

  public var changes: Bool { verdict != .unchanged }

  /// The step with whose success the change is made.
  public var lastStep: StepKind {
    switch verdict {
    case .remove: .switchOver
    case .stop: .stop
    case .unchanged, .create, .replace, .start, .restart: .check
    }
  }

  /// Whether a container has to be made for it.
  public var creates: Bool { (verdict == .create || verdict == .replace) && restores == nil }
}

extension ServiceChange {
  private enum CodingKeys: String, CodingKey {
    case verdict, reasons, specHash, image
    case wanted = "spec"
    case found = "previous"
    case foundSpec = "previousSpec"
    case kept = "restores"
  }
}
