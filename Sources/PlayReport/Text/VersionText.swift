import PlayModel

/// Versions of services, as people call them.
enum VersionText {
  static func new(_ change: ServiceChange) -> String { change.spec.image.version }

  /// Of the container that holds the name now; `nil` when there is none.
  static func previous(_ change: ServiceChange) -> String? {
    guard let container = change.previous else { return nil }
    // The container itself runs a digest; the label keeps the tag.
    let name = container.labels[ContainerLabel.image] ?? container.image
    return ImageReference(name)?.version ?? name
  }

  /// `1.0 → 2.0`, `2.0, new`, `2.0, settings only`, `2.0, unchanged`.
  static func change(_ change: ServiceChange) -> StyledText {
    let new = new(change)
    switch change.verdict {
    case .unchanged: return StyledText(previous(change).map { "\($0), unchanged" } ?? "none", .dim)
    case .remove: return StyledText("\(previous(change) ?? new), removed", .attention)
    case .start: return StyledText("start ", .good) + StyledText(new)
    case .stop: return StyledText("stop ", .attention) + StyledText(new)
    case .restart: return StyledText("restart ", .attention) + StyledText(new)
    case .create: return StyledText(new, .good) + StyledText(", new")
    case .replace:
      guard let previous = previous(change), previous != new else {
        return StyledText(new, .attention) + StyledText(", replaced at the same version")
      }
      return StyledText("\(previous) → ") + StyledText(new, .attention)
    }
  }
}
