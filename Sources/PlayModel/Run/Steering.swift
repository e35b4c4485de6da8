/// What is done with the containers that are there, other than deploying new ones.
public enum Steering: String, Sendable, Hashable, Codable, CaseIterable {
  case start, stop, restart

  /// What it comes to in a plan.
  public var verdict: ServiceChange.Verdict {
    switch self {
    case .start: .start
    case .stop: .stop
    case .restart: .restart
    }
  }

  /// The step that does it.
  public var step: StepKind {
    switch self {
    case .start: .startAgain
    case .stop: .stop
    case .restart: .restart
    }
  }

  /// Whether the container has to serve afterwards, so that its checks are asked.
  public var isServingAfter: Bool { self != .stop }
}
