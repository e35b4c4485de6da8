/// Runs `work` for every item, at most `limit` at once, and gives the results in the items' order.
public func fanOut<Item: Sendable, Output: Sendable>(
  _ items: [Item], limit: Int, _ work: @escaping @Sendable (Item) async -> Output
) async -> [Output] {
  await withTaskGroup(of: (Int, Output).self) { group in
    var results = [Output?](repeating: nil, count: items.count)
    var next = 0
    func add() {
      let index = next
      let item = items[index]
      next += 1
      group.addTask { (index, await work(item)) }
    }
    while next < min(max(1, limit), items.count) { add() }
    while let (index, output) = await group.next() {
      results[index] = output
      if next < items.count { add() }
    }
    return results.compactMap { $0 }
  }
}
