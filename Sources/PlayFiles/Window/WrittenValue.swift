import PlayModel

/// The tree that a variable's value was written as: the inventory keeps values alone, and a problem inside a
/// long value has to point at its own line.
enum WrittenValue {
  /// The value whose key stands at `position`; `nil` where the file is no YAML or has changed.
  static func node(at position: SourcePosition, files: FileAccess) -> YAMLNode? {
    guard let text = try? files.read(position.file),
      let document = try? YAMLReader.read(text, file: position.file)
    else { return nil }
    return find(position, in: document)
  }

  private static func find(_ position: SourcePosition, in node: YAMLNode) -> YAMLNode? {
    if let entries = node.entries {
      if let entry = entries.last(where: { $0.keyPosition == position }) {
        return entry.node
      }
      return entries.lazy.compactMap { find(position, in: $0.node) }.first
    }
    return node.items?.lazy.compactMap { find(position, in: $0) }.first
  }
}

extension ResolvedNode {
  /// The same value with the places of the tree it was written as, where that has the same shape.
  func placed(as written: YAMLNode?) -> ResolvedNode {
    guard let written else { return self }
    var node = self
    node.position = written.position
    switch content {
    case .map(let entries):
      let places = written.entries ?? []
      node.content = .map(
        entries.map { entry in
          guard let place = places.last(where: { $0.key == entry.key }) else { return entry }
          return ResolvedEntry(
            key: entry.key, isText: entry.isText, keyPosition: place.keyPosition,
            node: entry.node.placed(as: place.node))
        })
    case .list(let items):
      guard let places = written.items, places.count == items.count else { return node }
      node.content = .list(zip(items, places).map { $0.placed(as: $1) })
    default: break
    }
    return node
  }
}
