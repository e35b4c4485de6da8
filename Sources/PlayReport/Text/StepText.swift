import PlayModel

/// What steps and their undos are called.
enum StepText {
  static func name(_ kind: StepKind) -> String {
    switch kind {
    case .pull: "pull"
    case .beforeHost: "before_host"
    case .afterHost: "after_host"
    case .drain: "drain"
    case .quiet: "quiet"
    case .join: "join"
    case .create: "create"
    case .start: "start"
    case .switchOver: "switch"
    case .check: "check"
    case .retire: "retire"
    case .bake: "bake"
    case .prune: "prune"
    case .stop: "stop"
    case .startAgain: "start"
    case .restart: "restart"
    }
  }

  /// What it means that a step was undone; `nil` where another undo of the same service says it.
  static func undone(_ kind: StepKind, _ change: ServiceChange) -> StyledText? {
    let previous = VersionText.previous(change)
    switch kind {
    case .switchOver, .retire:
      guard let previous, let container = change.previous else { return nil }
      return container.status == .running
        ? StyledText("\(previous) runs again", .attention)
        : StyledText("\(previous) is back as it was, \(container.status.rawValue)", .attention)
    case .create:
      guard previous == nil else { return nil }
      return StyledText("\(VersionText.new(change)) removed", .attention)
        + StyledText(", nothing was there before")
    case .stop:
      guard let previous, change.previous?.status == .running else { return nil }
      return StyledText("\(previous) runs again", .attention)
    case .startAgain: return previous.map { StyledText("\($0) is stopped again", .attention) }
    case .beforeHost, .afterHost, .pull, .drain, .join, .quiet, .start, .check, .bake, .prune, .restart:
      return nil
    }
  }
}
