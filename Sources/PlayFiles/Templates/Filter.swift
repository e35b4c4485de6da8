import PlayModel

/// What `{{ value | name(arguments) }}` can do. `default` and `public` are the evaluator's own.
struct Filter: Sendable {
  typealias Body = @Sendable (ResolvedNode, [ResolvedNode]) throws(ValueFault) -> ResolvedNode.Content

  let name: String
  /// How many arguments it takes.
  let arity: ClosedRange<Int>
  let meaning: String
  let example: String
  let body: Body

  private static let aliases = ["d": "default", "count": "length", "tojson": "to_json"]

  static let byName: [String: Filter] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) }
      + aliases.compactMap { alias, name in
        all.first { $0.name == name }.map { (alias, $0) }
      })

  static func check(_ name: String, at offset: Int) throws(TemplateFault) {
    guard byName[name] == nil else { return }
    throw TemplateFault(
      at: offset, "there is no filter `\(name)`",
      hint: NearestName.hint(name, in: byName.keys)
        ?? "the filters are \(all.map(\.name).sorted().joined(separator: ", "))")
  }

  /// The text of a scalar that a filter works on.
  static func text(_ node: ResolvedNode) throws(ValueFault) -> String {
    guard node.scalarText != nil else { throw ValueFault("a text is needed, not \(node.kind)") }
    return node.text
  }

  static func items(_ node: ResolvedNode) throws(ValueFault) -> [ResolvedNode] {
    guard case .list(let items) = node.content else { throw ValueFault("a list is needed, not \(node.kind)") }
    return items
  }
}
