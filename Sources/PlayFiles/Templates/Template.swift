/// A text with `{{ expression }}` parts, in the part of Jinja's syntax that playbooks need.
///
/// `$` and single braces are literal. Literal double braces are written `{{ '{{' }}` or between
/// `{% raw %}` and `{% endraw %}`; any other `{% statement %}` is refused rather than passed on as text.
struct Template: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    case text(String)
    case expression(Expression)
  }

  let pieces: [Piece]

  /// The literal text, when nothing is to be replaced.
  var literal: String? {
    switch (pieces.count, pieces.first) {
    case (0, _): ""
    case (1, .text(let text)): text
    default: nil
    }
  }

  /// Whether a text can be anything but literal.
  static func mayHoldExpressions(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "{"), byte == previous || byte == UInt8(ascii: "%") { return true }
      previous = byte
    }
    return false
  }

  static func parse(_ text: String) throws(TemplateFault) -> Template {
    guard mayHoldExpressions(text) else { return Template(pieces: text.isEmpty ? [] : [.text(text)]) }
    let scalars = Array(text.unicodeScalars)
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let pair = index + 1 < scalars.count && scalars[index] == "{" ? scalars[index + 1] : " "
      if pair == "%" {
        let (raw, end) = try rawBlock(in: scalars, at: index)
        literal.append(contentsOf: raw)
        index = end
      } else if pair == "{" {
        if !literal.isEmpty { pieces.append(.text(String(literal))) }
        literal = String.UnicodeScalarView()
        var parser = ExpressionParser(scalars, from: index + 2)
        pieces.append(.expression(try parser.parseToClosingBraces()))
        index = parser.position
      } else {
        literal.append(scalars[index])
        index += 1
      }
    }
    if !literal.isEmpty { pieces.append(.text(String(literal))) }
    return Template(pieces: pieces)
  }

  /// The text of a raw block that starts at `start`, and the index after its end.
  private static func rawBlock(in scalars: [Unicode.Scalar], at start: Int) throws(TemplateFault)
    -> (text: ArraySlice<Unicode.Scalar>, end: Int)
  {
    guard let open = statement(in: scalars, at: start), open.name == "raw" else {
      throw TemplateFault(
        at: start, "`{% %}` statements are not supported",
        hint: "only {{ }} is replaced; write {% raw %}…{% endraw %} around text that has {% or {{ in it")
    }
    for index in scalars.indices.dropFirst(open.end) where scalars[index] == "{" {
      guard let close = statement(in: scalars, at: index), close.name == "endraw" else { continue }
      return (scalars[open.end..<index], close.end)
    }
    throw TemplateFault(at: start, "a `{% raw %}` is never closed", hint: "close it with {% endraw %}")
  }

  /// The word inside `{% word %}` at `start`, and the index after it.
  private static func statement(in scalars: [Unicode.Scalar], at start: Int) -> (name: String, end: Int)? {
    guard start + 1 < scalars.count, scalars[start] == "{", scalars[start + 1] == "%" else { return nil }
    for index in scalars.indices.dropFirst(start + 2)
    where scalars[index] == "%" && index + 1 < scalars.count && scalars[index + 1] == "}" {
      var name = String.UnicodeScalarView()
      name.append(contentsOf: scalars[(start + 2)..<index].filter { $0 != " " })
      return (String(name), index + 2)
    }
    return nil
  }
}
