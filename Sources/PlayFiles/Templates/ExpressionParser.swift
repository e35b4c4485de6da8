import PlayModel

/// Reads the expression between `{{` and `}}`: names, members, indices, literals and filters.
struct ExpressionParser {
  private typealias Token = ExpressionLexer.Token

  private var lexer: ExpressionLexer
  private var token: Token = .symbol("")
  private var offset = 0
  private var depth = 0
  /// The index after the closing braces, once they were read.
  private(set) var position = 0

  /// Deeper nesting than this is no playbook but an attempt to exhaust the stack.
  private static let deepest = 50

  init(_ scalars: [Unicode.Scalar], from start: Int) {
    lexer = ExpressionLexer(scalars, from: start)
    position = start
  }

  mutating func parseToClosingBraces() throws(TemplateFault) -> Expression {
    try advance()
    guard token != .symbol("}}") else { throw TemplateFault(at: offset, "`{{ }}` is empty") }
    let expression = try parseExpression()
    guard token == .symbol("}}") else { throw unexpected() }
    position = lexer.position
    return expression
  }

  private mutating func advance() throws(TemplateFault) { (token, offset) = try lexer.next() }

  private mutating func accept(_ symbol: String) throws(TemplateFault) -> Bool {
    guard token == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  private mutating func expect(_ symbol: String) throws(TemplateFault) {
    guard token == .symbol(symbol) else {
      throw TemplateFault(at: offset, "`\(symbol)` expected before `\(token.text)`")
    }
    try advance()
  }

  private mutating func parseExpression() throws(TemplateFault) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TemplateFault(at: offset, "the expression is nested more than \(Self.deepest) deep")
    }
    var expression = try parsePostfix()
    while token == .symbol("|") {
      try advance()
      expression = try parseFilter(on: expression)
    }
    return expression
  }

  private mutating func parseFilter(on input: Expression) throws(TemplateFault) -> Expression {
    let start = offset
    guard case .name(let name) = token else {
      throw TemplateFault(at: offset, "the name of a filter expected after `|`")
    }
    try advance()
    try Filter.check(name, at: start)
    var arguments: [Expression] = []
    if try accept("(") { arguments = try parseList(until: ")") }
    return .filter(name, on: input, arguments: arguments, offset: start)
  }

  private mutating func parsePostfix() throws(TemplateFault) -> Expression {
    var expression = try parsePrimary()
    while true {
      let start = offset
      if try accept(".") {
        expression = .index(expression, .literal(try parseMember(), offset: start + 1), offset: start + 1)
      } else if try accept("[") {
        let index = try parseExpression()
        try expect("]")
        expression = .index(expression, index, offset: start + 1)
      } else {
        return expression
      }
    }
  }

  /// What follows a point: a name, or the number of an element.
  private mutating func parseMember() throws(TemplateFault) -> Value {
    let member: Value
    switch token {
    case .name(let name): member = .string(name)
    case .integer(let integer): member = .int(integer)
    default: throw TemplateFault(at: offset, "a name expected after `.`")
    }
    try advance()
    return member
  }

  private mutating func parsePrimary() throws(TemplateFault) -> Expression {
    let (found, start) = (token, offset)
    switch found {
    case .string(let string):
      try advance()
      return .literal(.string(string), offset: start)
    case .integer, .double:
      return .literal(try parseNumber(negative: false), offset: start)
    case .name(let name):
      try advance()
      if token == .symbol("(") { throw Self.call(of: name, at: start) }
      return Self.constants[name].map { .literal($0, offset: start) } ?? .variable(name, offset: start)
    case .symbol("-"):
      try advance()
      return .literal(try parseNumber(negative: true), offset: start)
    case .symbol("("):
      try advance()
      let expression = try parseExpression()
      try expect(")")
      return expression
    case .symbol("["):
      try advance()
      return .list(try parseList(until: "]"), offset: start)
    case .symbol("{"):
      try advance()
      return .map(try parsePairs(), offset: start)
    case .symbol:
      throw unexpected()
    }
  }

  private mutating func parseNumber(negative: Bool) throws(TemplateFault) -> Value {
    let value: Value
    switch token {
    case .integer(let integer): value = .int(negative ? -integer : integer)
    case .double(let double): value = .double(negative ? -double : double)
    default: throw TemplateFault(at: offset, "a number expected after `-`")
    }
    try advance()
    return value
  }

  private mutating func parseList(until close: String) throws(TemplateFault) -> [Expression] {
    var elements: [Expression] = []
    while true {
      if try accept(close) { return elements }
      elements.append(try parseExpression())
      guard try accept(",") else { break }
    }
    try expect(close)
    return elements
  }

  private mutating func parsePairs() throws(TemplateFault) -> [Expression.Pair] {
    var pairs: [Expression.Pair] = []
    while true {
      if try accept("}") { return pairs }
      let key = try parseExpression()
      try expect(":")
      pairs.append(Expression.Pair(key: key, value: try parseExpression()))
      guard try accept(",") else { break }
    }
    try expect("}")
    return pairs
  }

  private static let constants: [String: Value] = [
    "true": true, "True": true, "false": false, "False": false, "none": nil, "None": nil, "null": nil,
  ]

  private static let operatorWords: Set<String> = ["if", "else", "is", "in", "and", "or", "not"]

  private func unexpected() -> TemplateFault {
    switch token {
    case .name(let word) where Self.operatorWords.contains(word):
      return Self.operation(word, at: offset)
    case .symbol(let sign) where "+-*/%~<>=!&".contains(sign.first ?? " "):
      return Self.operation(sign, at: offset)
    case .symbol("."):
      return TemplateFault(
        at: offset, "a name expected before `.`",
        hint: "for Go's template text write {% raw %}{{.Name}}{% endraw %}")
    default:
      return TemplateFault(at: offset, "`\(token.text)` is not expected here")
    }
  }

  private static func operation(_ sign: String, at offset: Int) -> TemplateFault {
    TemplateFault(
      at: offset, "operators are not supported in {{ }}, and `\(sign)` is one",
      hint: "compute the value elsewhere and give it as a variable")
  }

  private static func call(of name: String, at offset: Int) -> TemplateFault {
    TemplateFault(
      at: offset, "functions are not supported in {{ }}, and `\(name)()` is one",
      hint: "give the value as a variable, in the inventory or with -e")
  }
}
