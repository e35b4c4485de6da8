/// Cuts the inside of `{{ }}` into tokens.
struct ExpressionLexer {
  enum Token: Hashable {
    case name(String)
    case integer(Int)
    case double(Double)
    case string(String)
    /// One of `. [ ] ( ) { } | , : -`, an operator, or `}}` which ends the expression.
    case symbol(String)

    var text: String {
      switch self {
      case .name(let name): name
      case .integer(let integer): "\(integer)"
      case .double(let double): "\(double)"
      case .string(let string): "'\(string)'"
      case .symbol(let symbol): symbol
      }
    }
  }

  private let scalars: [Unicode.Scalar]
  private let start: Int
  private(set) var position: Int
  /// Open `{` of map literals: only outside them does `}}` end the expression.
  private var openBraces = 0

  private static let operators = ["==", "!=", "<=", ">=", "//", "**"]

  init(_ scalars: [Unicode.Scalar], from position: Int) {
    self.scalars = scalars
    self.position = position
    start = position
  }

  mutating func next() throws(TemplateFault) -> (token: Token, offset: Int) {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    guard position < scalars.count else {
      throw TemplateFault(
        at: start - 2, "a `{{` is never closed", hint: "close it with }}, or write {{ '{{' }}")
    }
    let offset = position
    let scalar = scalars[position]
    if scalar == "'" || scalar == "\"" { return (.string(try string(quote: scalar)), offset) }
    if scalar.isDigit { return (try number(), offset) }
    if scalar.startsName { return (.name(take { $0.startsName || $0.isDigit }), offset) }
    return (.symbol(symbol()), offset)
  }

  private mutating func take(while matches: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while position < scalars.count, matches(scalars[position]) {
      text.append(scalars[position])
      position += 1
    }
    return String(text)
  }

  private mutating func number() throws(TemplateFault) -> Token {
    let offset = position
    var text = take(while: \.isDigit)
    if position + 1 < scalars.count, scalars[position] == ".", scalars[position + 1].isDigit {
      position += 1
      text += "." + take(while: \.isDigit)
      if let double = Double(text) { return .double(double) }
    } else if let integer = Int(text) {
      return .integer(integer)
    }
    throw TemplateFault(at: offset, "the number `\(text)` is too large")
  }

  /// A quoted string with Python's escapes.
  private mutating func string(quote: Unicode.Scalar) throws(TemplateFault) -> String {
    let offset = position
    let escapes: [Unicode.Scalar: Unicode.Scalar] = ["n": "\n", "t": "\t", "r": "\r"]
    var text = String.UnicodeScalarView()
    position += 1
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if scalar == quote { return String(text) }
      if scalar == "\\", position < scalars.count {
        let escaped = scalars[position]
        let isKnown = escapes[escaped] != nil || escaped == "\\" || escaped == "'" || escaped == "\""
        if !isKnown { text.append(scalar) }
        text.append(escapes[escaped] ?? escaped)
        position += 1
      } else {
        text.append(scalar)
      }
    }
    throw TemplateFault(at: offset, "a \(quote) inside {{ }} is never closed")
  }

  private mutating func symbol() -> String {
    let first = String(scalars[position])
    let pair = position + 1 < scalars.count ? first + String(scalars[position + 1]) : first
    let ends = pair == "}}" && openBraces == 0
    if first == "{" { openBraces += 1 }
    if first == "}", !ends { openBraces -= 1 }
    let symbol = ends || Self.operators.contains(pair) ? pair : first
    position += symbol.unicodeScalars.count
    return symbol
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var startsName: Bool { self == "_" || properties.isAlphabetic }
}
