import PlayModel

/// One `NAME=VALUE` of a list, or one entry of a map.
struct Pair {
  let name: String
  let namePosition: SourcePosition
  /// The value, or null when there is none.
  let value: ResolvedNode
}

extension SectionReader {
  /// The pairs of a map, or of a list of `NAME=VALUE` texts, as Compose's "list or dict". A name that comes
  /// twice is a problem.
  func pairs(_ key: String) -> [Pair] {
    guard let node = node(key) else { return [] }
    let pairs: [Pair]
    switch node.content {
    case .map(let entries): pairs = entries.compactMap { pair($0, of: key) }
    case .list(let items): pairs = items.compactMap { pair($0, of: key) }
    default: pairs = []
    }
    var seen: Set<String> = []
    return pairs.filter { pair in
      if seen.insert(pair.name).inserted { return true }
      log.add(at: pair.namePosition, "`\(key)` sets `\(pair.name)` twice")
      return false
    }
  }

  private func pair(_ entry: ResolvedEntry, of key: String) -> Pair? {
    guard entry.isText || entry.key.allSatisfy(\.isNumber) else {
      log.add(
        at: entry.keyPosition, "YAML reads this name of `\(key)` as \(entry.key), not as text",
        hint: "put it in quotes")
      return nil
    }
    if entry.node.isUnknown { return nil }
    return Pair(name: entry.key, namePosition: entry.keyPosition, value: entry.node)
  }

  private func pair(_ item: ResolvedNode, of key: String) -> Pair? {
    if item.isUnknown { return nil }
    let parts = item.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if let secret = item.secrets.first(where: { name.contains($0.secret.reveal()) }) {
      log.add(at: item.position, "a name in `\(key)` cannot hold the secret `\(secret.name)`")
      return nil
    }
    guard !name.isEmpty else {
      log.add(at: item.position, "`\(key)` has an element without a name", hint: "write NAME=VALUE")
      return nil
    }
    let content: ResolvedNode.Content = parts.count == 2 ? .string(String(parts[1])) : .null
    return Pair(
      name: name, namePosition: item.position,
      value: ResolvedNode(content, at: item.position, secrets: item.secrets))
  }

  /// Pairs as plain texts; a name without a value has the empty text, as Compose's labels.
  func textPairs(_ key: String) -> [String: String] {
    Dictionary(pairs(key).map { ($0.name, $0.value.text) }, uniquingKeysWith: { first, _ in first })
  }
}
