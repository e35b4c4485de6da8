import Synchronization

/// Counts from any thread.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .sequentiallyConsistent) }

  func increment(by amount: Int = 1) { count.add(amount, ordering: .sequentiallyConsistent) }
}
