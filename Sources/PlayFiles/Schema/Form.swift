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

  /// A part of a node that has the wrong shape.
  struct Misfit {
    let node: ResolvedNode
    let expected: Form
    /// Whether it is an element, and not the whole node.
    var isElement = false
  }

  func accepts(_ node: ResolvedNode) -> Bool { misfit(in: node) == nil }

  /// The first part of a node that does not have this shape. Elements are looked at; the keys of a section are not.
  func misfit(in node: ResolvedNode) -> Misfit? {
    if node.isUnknown { return nil }
    let whole = Misfit(node: node, expected: self)
    switch self {
    case .anything: return nil
    case .text: return node.scalarText == nil ? whole : nil
    case .flag, .word, .integer, .number, .duration, .bytes, .threshold:
      return acceptsScalar(node) ? nil : whole
    case .list(let element):
      guard case .list(let items) = node.content else { return whole }
      return element.firstMisfit(among: items)
    case .map(let element):
      guard case .map(let entries) = node.content else { return whole }
      return element.firstMisfit(among: entries.map(\.node).filter { !$0.isNull })
    case .pairs:
      switch node.content {
      case .list: return Form.list(of: .text).misfit(in: node)
      case .map: return Form.map(of: .text).misfit(in: node)
      default: return whole
      }
    case .section:
      if case .map = node.content { return nil }
      return whole
    case .either(let forms):
      let misfits = forms.map { $0.misfit(in: node) }
      if misfits.contains(where: { $0 == nil }) { return nil }
      return misfits.compactMap(\.self).first(where: \.isElement) ?? whole
    }
  }

  private func firstMisfit(among elements: [ResolvedNode]) -> Misfit? {
    guard var misfit = elements.lazy.compactMap({ misfit(in: $0) }).first else { return nil }
    misfit.isElement = true
    return misfit
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
