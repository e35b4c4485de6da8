import PlayModel

/// How one check of one container is doing.
struct CheckProgress {
  let check: Check
  /// When it has to have passed.
  let deadline: Timestamp
  private(set) var next: Timestamp
  private(set) var passesInARow = 0
  private(set) var failuresInARow = 0
  /// What the last failed try said.
  private(set) var lastAnswer: String?

  init(_ check: Check, since start: Timestamp) {
    self.check = check
    deadline = start.advanced(by: check.within)
    next = start
  }

  var hasPassed: Bool { passesInARow >= check.passes }

  func isDue(_ now: Timestamp) -> Bool { now >= next }

  /// - Parameter failure: what was wrong; `nil` when the try passed.
  mutating func note(_ failure: String?, at now: Timestamp) {
    next = now.advanced(by: check.every)
    if let failure {
      passesInARow = 0
      failuresInARow += 1
      lastAnswer = failure
    } else {
      passesInARow += 1
      failuresInARow = 0
    }
  }
}
