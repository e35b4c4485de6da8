import NIOCore

/// Timers in the order of their time: a binary heap, in which cancelled ones stay until their time has come or
/// they are the greater part of it.
struct LoopTimers {
  private struct Entry {
    let time: NIODeadline
    /// Those of one moment go in the order in which they were added.
    let number: UInt64
    let timer: LoopTimer

    func isBefore(_ other: Entry) -> Bool { (time, number) < (other.time, other.number) }
  }

  private static let fewest = 256
  private var heap: [Entry] = []
  private var number: UInt64 = 0
  /// When the heap is next looked through for cancelled ones.
  private var limit = fewest

  var count: Int { heap.count }

  mutating func add(_ timer: LoopTimer, at time: NIODeadline) {
    if heap.count >= limit { forgetCancelled() }
    number += 1
    heap.append(Entry(time: time, number: number, timer: timer))
    rise(heap.count - 1)
  }

  /// The time of the first one.
  var next: NIODeadline? {
    mutating get {
      while let first = heap.first {
        if first.timer.isWaiting { return first.time }
        removeFirst()
      }
      return nil
    }
  }

  /// Takes those out whose time has come.
  mutating func due(at now: NIODeadline) -> [() -> Void] {
    var actions: [() -> Void] = []
    while let next, next <= now, let first = heap.first {
      if let action = first.timer.take() { actions.append(action) }
      removeFirst()
    }
    return actions
  }

  private mutating func forgetCancelled() {
    heap.removeAll { !$0.timer.isWaiting }
    // In order is a heap, too.
    heap.sort { $0.isBefore($1) }
    limit = max(Self.fewest, 2 * heap.count)
  }

  private mutating func removeFirst() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink(0)
  }

  private mutating func rise(_ index: Int) {
    var index = index
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].isBefore(heap[parent]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func sink(_ index: Int) {
    var index = index
    while true {
      var first = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if heap[child].isBefore(heap[first]) { first = child }
      }
      guard first != index else { return }
      heap.swapAt(index, first)
      index = first
    }
  }
}
