import Synchronization

/// Counts a play's failed hosts against its budget, across hosts that work at once.
final class FailureCounter: Sendable {
  private let budget: Int
  private let spent: Mutex<Int>

  init(spent: Int, budget: Int) {
    self.budget = budget
    self.spent = Mutex(spent)
  }

  /// - Returns: whether this failure is one too many.
  func spend() -> Bool {
    spent.withLock { count in
      count += 1
      return count > budget
    }
  }
}
