/// Finds the known name that a misspelt one was meant to be.
public enum NearestName {
  /// The closest of `known` to `name`, or `nil` when none is close enough to be a slip.
  ///
  /// Close is a Damerau-Levenshtein distance (one letter added, lost, changed, or two neighbours
  /// swapped) of at most a third of the name's length, and at least one. Case does not count.
  public static func of(_ name: String, in known: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let limit = max(1, wanted.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in known where candidate != name {
      let letters = Array(candidate.lowercased().unicodeScalars)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
      if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// A hint such as `did you mean "web"?`, if a name is close.
  public static func hint(_ name: String, in known: some Sequence<String>) -> String? {
    of(name, in: known).map { "did you mean \"\($0)\"?" }
  }

  /// Optimal string alignment: three rows of the usual matrix.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
