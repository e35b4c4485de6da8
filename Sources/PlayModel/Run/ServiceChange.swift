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
  public var spec: ServiceSpec
  /// The hash of the canonical spec that goes into the `spec` label.
  public var specHash: String
  /// The digest-pinned image that is pulled and run.
  public var image: ImageReference
  /// The container that holds the name now.
  public var previous: ObservedContainer?
  /// The release the previous container was created from, where its labels tell.
  public var previousSpec: ServiceSpec?
  /// A container that was put aside before and takes the name again, instead of a new one.
  public var restores: ObservedContainer?

  public init(
    verdict: Verdict, reasons: [String] = [], spec: ServiceSpec, specHash: String, image: ImageReference,
    previous: ObservedContainer? = nil, previousSpec: ServiceSpec? = nil,
    restores: ObservedContainer? = nil
  ) {
    self.verdict = verdict
    self.reasons = reasons
    self.spec = spec
    self.specHash = specHash
    self.image = image
    self.previous = previous
    self.previousSpec = previousSpec
    self.restores = restores
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
