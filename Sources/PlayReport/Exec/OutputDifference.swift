/// How one output differs from another, in the unified form of diff(1).
public enum OutputDifference {
  private static let context = 3

  private enum Edit {
    case same(String), removed(String), added(String)

    var isChange: Bool { if case .same = self { false } else { true } }
    /// Lines of the old and of the new text it stands for.
    var lengths: (old: Int, new: Int) {
      switch self {
      case .same: (1, 1)
      case .removed: (1, 0)
      case .added: (0, 1)
      }
    }

    var text: StyledText {
      switch self {
      case .same(let line): StyledText(" " + line)
      case .removed(let line): StyledText("-" + line, .bad)
      case .added(let line): StyledText("+" + line, .good)
      }
    }
  }

  /// Hunks with three lines around each change; nothing when both are the same.
  public static func unified(from old: [String], to new: [String]) -> [StyledText] {
    let edits = edits(from: old, to: new)
    let changes = edits.indices.filter { edits[$0].isChange }
    var hunks: [Range<Int>] = []
    for change in changes {
      let range = max(0, change - context)..<min(edits.count, change + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks.flatMap { hunk in
      let before = length(edits[..<hunk.lowerBound])
      let inside = length(edits[hunk])
      let head =
        "@@ -\(place(before.old, inside.old)) +\(place(before.new, inside.new)) @@"
      return [StyledText(head, .dim)] + edits[hunk].map(\.text)
    }
  }

  private static func place(_ before: Int, _ count: Int) -> String {
    // An empty side stands after the line before it (POSIX diff -u).
    count == 0 ? "\(before),0" : count == 1 ? "\(before + 1)" : "\(before + 1),\(count)"
  }

  private static func length(_ edits: ArraySlice<Edit>) -> (old: Int, new: Int) {
    edits.reduce((0, 0)) { ($0.0 + $1.lengths.old, $0.1 + $1.lengths.new) }
  }

  private static func edits(from old: [String], to new: [String]) -> [Edit] {
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var edits: [Edit] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        edits.append(.removed(old[i]))
        i += 1
      } else if j < new.count, added.contains(j) {
        edits.append(.added(new[j]))
        j += 1
      } else {
        edits.append(.same(old[i]))
        i += 1
        j += 1
      }
    }
    return edits
  }
}
