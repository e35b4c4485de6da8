/// What a step does. The order of the cases is the order on a host.
public enum StepKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Fetch the image, by digest. Changes nothing that serves.
  case pull
  /// The play's hooks before anything of the host changes.
  case beforeHost = "before_host"
  /// Take the host out of its load balancers, and wait until nothing is under way there.
  case drain
  /// Tell the old container to take no new work, and wait for what it has.
  case quiet
  /// Create the new container beside the old one, not started.
  case create
  /// Start the new one beside the old one (`start_first`).
  case start
  /// Put the old one aside and start the new one in its place (`stop_first`).
  case switchOver = "switch"
  /// Ask the new one's checks.
  case check
  /// Put the old one aside after the new one has passed (`start_first`).
  case retire
  /// Keep asking the checks after the batch.
  case bake
  /// Put the host back into its load balancers, and wait until they see that it serves.
  case join
  /// The play's hooks after the host has changed.
  case afterHost = "after_host"
  /// Stop the container for good: it does not come back with the engine.
  case stop
  /// Start the container that is there.
  case startAgain = "start_again"
  /// Stop the container that is there and start it again. What ran in it is gone, so there is no way back.
  case restart
  /// Remove previous containers beyond `keep`, after the run has succeeded.
  case prune

  /// Whether the step changes what the host runs.
  public var changesHost: Bool {
    switch self {
    case .beforeHost, .afterHost, .drain, .join, .quiet, .create, .start, .switchOver, .retire, .stop,
      .startAgain,
      .restart:
      true
    case .pull, .check, .bake, .prune: false
    }
  }

  /// Whether the host can be put back to what it was before the step.
  public var hasUndo: Bool { changesHost && self != .restart }
}
