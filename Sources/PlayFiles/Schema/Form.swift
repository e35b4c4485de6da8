/// What a key's value may look like. The reader refuses other shapes with it, and the reference prints it.
indirect enum Form: Sendable, Hashable {
  case text
  case flag
  case integer
  case number
  case duration
  case bytes
  /// A count of hosts or a percentage of them.
  case threshold
  /// One of these words.
  case word([String])
  case list(of: Form)
  /// Free names, each with a value.
  case map(of: Form)
  /// `NAME=VALUE` texts in a list, or a map of names to scalars.
  case pairs
  /// A map with the keys of the section of this name.
  case section(String)
  case either([Form])
  /// Anything at all: variables.
  case anything
}

extension Form {
  /// How messages and the reference say it.
  var title: String {
    switch self {
    case .text: "a text"
    case .flag: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .duration: "a duration such as 30s"
    case .bytes: "a byte size such as 512m"
    case .threshold: "a number of hosts or a percentage"
    case .word(let words): Self.alternatives(words)
    case .list(let element): "a list of \(element.plural)"
    case .map(let element): "a map of names to \(element.plural)"
    case .pairs: "a map, or a list of NAME=VALUE texts"
    case .section(let name): "a map with the keys of \(name)"
    case .either(let forms): Self.alternatives(forms.map(\.title))
    case .anything: "any value"
    }
  }

  private var plural: String {
    switch self {
    case .text: "texts"
    case .flag: "true or false"
    case .integer: "whole numbers"
    case .number: "numbers"
    case .duration: "durations"
    case .bytes: "byte sizes"
    case .threshold: "numbers of hosts or percentages"
    case .word(let words): Self.alternatives(words)
    case .list(let element): "lists of \(element.plural)"
    case .map, .pairs: "maps"
    case .section(let name): "maps with the keys of \(name)"
    case .either(let forms): Self.alternatives(forms.map(\.plural))
    case .anything: "values"
    }
  }

  private static func alternatives(_ titles: [String]) -> String {
    guard titles.count > 1, let last = titles.last else { return titles.first ?? "" }
    return titles.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Whether a node has this shape. Elements are looked at; the keys of a section are not.
  func accepts(_ node: ResolvedNode) -> Bool {
    if node.isUnknown { return true }
    switch self {
    case .anything: return true
    case .text: return node.scalarText != nil
    case .flag, .word, .integer, .number, .duration, .bytes, .threshold: return acceptsScalar(node)
    case .list(let element):
      guard case .list(let items) = node.content else { return false }
      return items.allSatisfy(element.accepts)
    case .map(let element):
      guard case .map(let entries) = node.content else { return false }
      return entries.allSatisfy { $0.node.isNull || element.accepts($0.node) }
    case .pairs:
      return Form.list(of: .text).accepts(node) || Form.map(of: .text).accepts(node)
    case .section:
      if case .map = node.content { return true }
      return false
    case .either(let forms): return forms.contains { $0.accepts(node) }
    }
  }

  private func acceptsScalar(_ node: ResolvedNode) -> Bool {
    switch node.content {
    case .string: true
    case .bool: if case .flag = self { true } else if case .word = self { true } else { false }
    case .int, .double: if case .flag = self { false } else if case .word = self { false } else { true }
    default: false
    }
  }
}
