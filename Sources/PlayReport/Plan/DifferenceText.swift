import PlayModel
import PlayPlanning

/// What a change would change, a line each: `+` comes, `-` goes, `~` is another value.
enum DifferenceText {
  static func lines(_ change: ServiceChange) -> [StyledText] {
    guard change.changes else { return [] }
    guard change.verdict == .create || change.previousSpec != nil else {
      return [StyledText("what it was started with is not known", .dim)]
    }
    let difference = SpecDifference(from: change.previousSpec, to: change.spec)
    return difference.changes.map(line) + secrets(difference, change)
  }

  private static func line(_ change: SpecDifference.Change) -> StyledText {
    let name = change.field.rawValue + (change.item.map { " \($0)" } ?? "")
    switch (change.old, change.new) {
    case (let old?, let new?):
      // Both are hidden when they look the same.
      let values = old == new ? "\(new), changed" : "\(old) → \(new)"
      return StyledText("~ ", .attention) + StyledText("\(name): \(values)")
    case (nil, let new?): return StyledText("+ ", .good) + StyledText("\(name): \(new)")
    case (let old?, nil): return StyledText("- ", .bad) + StyledText("\(name): \(old)")
    case (nil, nil): return StyledText("~ ", .attention) + StyledText(name)
    }
  }

  /// The text of the old secret is not known, only the hash of the old spec, secrets included.
  private static func secrets(_ difference: SpecDifference, _ change: ServiceChange) -> [StyledText] {
    guard !difference.undecidedSecrets.isEmpty, let created = change.previous?.labels[ContainerLabel.spec],
      created != change.specHash
    else { return [] }
    let isExplained = difference.changes.contains { !notHashed.contains($0.field) }
    let names = difference.undecidedSecrets.joined(separator: ", ")
    let fact =
      isExplained
      ? "may have changed" : difference.undecidedSecrets.count == 1 ? "changed" : "one of them changed"
    return [StyledText("~ ", .attention) + StyledText("environment \(names): <secret>, \(fact)")]
  }

  /// Fields that the spec's hash leaves out (`SpecHash`).
  private static let notHashed: Set<SpecField> = [
    .image, .checks, .settle, .dependsOn, .pullPolicy, .quietSignal, .quietWait,
  ]
}
