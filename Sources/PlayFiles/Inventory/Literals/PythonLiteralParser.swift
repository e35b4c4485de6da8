/// A recursive-descent parser of Python's literals; each `parse` returns `nil` for anything else.
struct PythonLiteralParser {
  /// CPython refuses more nested brackets.
  private static let depthLimit = 200

  let scalars: [Unicode.Scalar]
  var index = 0
  private var depth = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The whole text: an expression, or several with commas, which make a tuple.
  mutating func parseDocument() -> PythonNode? {
    skipBlanks()
    guard let items = parseItems(until: nil), index == scalars.count else { return nil }
    if items.nodes.count == 1, !items.trailingComma { return items.nodes.first }
    return items.nodes.isEmpty ? nil : .tuple(items.nodes)
  }

  // MARK: Characters

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func peek(_ offset: Int) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  /// Skips blanks, and a comment with the rest of the line.
  private mutating func skipBlanks() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\u{C}" { index += 1 }
    if next == "#" { index = scalars.count }
  }

  // MARK: Collections

  private struct Items {
    var nodes: [PythonNode] = []
    var trailingComma = false
  }

  /// Expressions with commas between, up to `end`, which is consumed, or to the end of the text.
  private mutating func parseItems(until end: Unicode.Scalar?) -> Items? {
    var items = Items()
    while true {
      skipBlanks()
      if next == end {
        if end != nil {
          index += 1
          skipBlanks()
        }
        return items
      }
      guard items.nodes.isEmpty || items.trailingComma, let node = parseExpression() else { return nil }
      items.nodes.append(node)
      skipBlanks()
      items.trailingComma = take(",")
    }
  }

  private mutating func parseExpression() -> PythonNode? {
    guard var node = parseSigned() else { return nil }
    skipBlanks()
    while let sign = next, sign == "+" || sign == "-" {
      index += 1
      skipBlanks()
      guard let right = parseSigned() else { return nil }
      node = .sum(node, negative: sign == "-", right)
      skipBlanks()
    }
    return node
  }

  private mutating func parseSigned() -> PythonNode? {
    guard let sign = next, sign == "+" || sign == "-" else { return parsePrimary() }
    index += 1
    skipBlanks()
    // Python takes any number of signs for valid syntax and refuses all but one later; either way
    // the value stays text.
    guard let operand = parsePrimary() else { return nil }
    return .signed(negative: sign == "-", operand)
  }

  private mutating func parsePrimary() -> PythonNode? {
    guard let scalar = next else { return nil }
    let isBracket = scalar == "(" || scalar == "[" || scalar == "{"
    guard !isBracket || depth < Self.depthLimit else { return nil }
    depth += isBracket ? 1 : 0
    defer { depth -= isBracket ? 1 : 0 }
    switch scalar {
    case "(":
      index += 1
      guard let items = parseItems(until: ")") else { return nil }
      if let only = items.nodes.first, items.nodes.count == 1, !items.trailingComma { return only }
      return .tuple(items.nodes)
    case "[":
      index += 1
      return parseItems(until: "]").map { .list($0.nodes) }
    case "{":
      index += 1
      return parseBraces()
    case "\"", "'": return parseStrings()
    case "0"..."9": return parseNumber().map { .constant($0) }
    case ".":
      if let digit = peek(1), PythonText.isDigit(digit) { return parseNumber().map { .constant($0) } }
      guard peek(1) == ".", peek(2) == "." else { return nil }
      index += 3
      return .constant(.ellipsis)
    default: return parseName()
    }
  }

  private mutating func parseBraces() -> PythonNode? {
    skipBlanks()
    if take("}") { return .dict([]) }
    guard let first = parseExpression() else { return nil }
    skipBlanks()
    guard next == ":" else {
      guard take(",") else { return take("}") ? .set([first]) : nil }
      return parseItems(until: "}").map { .set([first] + $0.nodes) }
    }
    return parseEntries(firstKey: first)
  }

  /// The rest of a dictionary, from the colon after its first key.
  private mutating func parseEntries(firstKey: PythonNode) -> PythonNode? {
    var entries: [(PythonNode, PythonNode)] = []
    var key = firstKey
    while true {
      skipBlanks()
      guard take(":") else { return nil }
      skipBlanks()
      guard let value = parseExpression() else { return nil }
      entries.append((key, value))
      skipBlanks()
      let comma = take(",")
      skipBlanks()
      if take("}") { return .dict(entries) }
      guard comma, let following = parseExpression() else { return nil }
      key = following
    }
  }

  // MARK: Names and texts

  private mutating func parseName() -> PythonNode? {
    let start = index
    var end = index
    while end < scalars.count, PythonText.isWord(scalars[end]) { end += 1 }
    if end < scalars.count, scalars[end] == "\"" || scalars[end] == "'" { return parseStrings() }
    let name = PythonText.string(scalars[start..<end])
    index = end
    switch name {
    case "None": return .constant(.none)
    case "True": return .constant(.bool(true))
    case "False": return .constant(.bool(false))
    case "set":
      skipBlanks()
      guard take("(") else { return nil }
      skipBlanks()
      return take(")") ? .set([]) : nil
    default: return nil
    }
  }

  /// One or more string literals side by side, which Python joins.
  private mutating func parseStrings() -> PythonNode? {
    var text: [Unicode.Scalar] = []
    var bytes: [UInt8] = []
    var kind: PythonStringLiteral.Kind?
    while true {
      guard let literal = PythonStringLiteral(&self) else { return nil }
      guard kind == nil || kind == literal.kind else { return nil }
      kind = literal.kind
      text += literal.scalars
      bytes += literal.bytes
      skipBlanks()
      guard startsString() else { break }
    }
    return .constant(kind == .bytes ? .bytes(bytes) : .string(PythonText.string(text)))
  }

  private func startsString() -> Bool {
    var end = index
    while end < scalars.count, end < index + 2, scalars[end].properties.isAlphabetic { end += 1 }
    return end < scalars.count && (scalars[end] == "\"" || scalars[end] == "'")
  }
}
