import PlayModel

/// Log entries of which the earliest is always at hand; of the same time, the one that came first.
struct EntryHeap<Payload: Sendable>: Sendable {
  private struct Item: Sendable {
    let time: EngineTime
    let order: Int
    let payload: Payload

    func precedes(_ other: Item) -> Bool { (time, order) < (other.time, other.order) }
  }

  private var items: [Item] = []
  private var count = 0

  var size: Int { items.count }
  var first: (time: EngineTime, payload: Payload)? { items.first.map { ($0.time, $0.payload) } }

  mutating func insert(_ payload: Payload, at time: EngineTime) {
    items.append(Item(time: time, order: count, payload: payload))
    count += 1
    var child = items.count - 1
    while child > 0, items[child].precedes(items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Payload? {
    guard let first = items.first else { return nil }
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if items[child].precedes(items[least]) { least = child }
      }
      if least == parent { return first.payload }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
