/// `$NAME` and `${NAME…}` in an env file (the Compose specification's "Interpolation").
struct EnvInterpolation {
  private var rest: Substring
  private let known: [String: String]
  private let unescape: Bool

  /// Escapes that double-quoted values know; `\$` is a literal dollar.
  private static let escapes: [Character: Character] = [
    "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "\"": "\"", "$": "$",
  ]

  static func expand(_ text: String, known: [String: String], unescape: Bool = false) throws(ValueFault)
    -> String
  {
    var expansion = EnvInterpolation(rest: text[...], known: known, unescape: unescape)
    return try expansion.run()
  }

  private mutating func run() throws(ValueFault) -> String {
    var text = ""
    while let character = rest.popFirst() {
      if character == "\\", let next = rest.first, unescape || next == "$" {
        rest = rest.dropFirst()
        text += Self.escapes[next].map(String.init) ?? "\\\(next)"
      } else if character == "$" {
        text += try variable()
      } else {
        text.append(character)
      }
    }
    return text
  }

  /// What follows a `$`.
  private mutating func variable() throws(ValueFault) -> String {
    switch rest.first {
    case "$":
      rest = rest.dropFirst()
      return "$"
    case "{":
      rest = rest.dropFirst()
      return try braced()
    case let first? where Self.startsName(first):
      let name = takeName()
      return try lookUp(name)
    default:
      return "$"
    }
  }

  private mutating func takeName() -> String {
    let name = rest.prefix { Self.startsName($0) || ($0.isASCII && $0.isNumber) }
    rest = rest[name.endIndex...]
    return String(name)
  }

  /// `{NAME}`, and with `:-`, `-`, `:+`, `+`, `:?` or `?` and a word after the name, as a shell has them.
  private mutating func braced() throws(ValueFault) -> String {
    guard let body = takeBody() else { throw ValueFault("a `${` is never closed") }
    var inner = EnvInterpolation(rest: body, known: known, unescape: false)
    let name = inner.takeName()
    guard !name.isEmpty else { throw ValueFault("a `${` names no variable") }
    let value = known[name]
    guard let sign = inner.rest.first else { return try lookUp(name) }
    let emptyCounts = sign == ":"
    if emptyCounts { inner.rest = inner.rest.dropFirst() }
    let isSet = value.map { !(emptyCounts && $0.isEmpty) } ?? false
    switch inner.rest.popFirst() {
    case "-": return isSet ? value ?? "" : try inner.run()
    case "+": return isSet ? try inner.run() : ""
    case "?":
      guard isSet else { throw ValueFault("a variable that `${…?}` asks for is not set") }
      return value ?? ""
    default: throw ValueFault("a `${…}` is not understood", hint: "write ${NAME} or ${NAME:-default}")
    }
  }

  /// Up to the matching brace.
  private mutating func takeBody() -> Substring? {
    var depth = 1
    for index in rest.indices {
      if rest[index] == "{" { depth += 1 }
      if rest[index] == "}" { depth -= 1 }
      if depth == 0 {
        defer { rest = rest[rest.index(after: index)...] }
        return rest[..<index]
      }
    }
    return nil
  }

  private func lookUp(_ name: String) throws(ValueFault) -> String {
    guard let value = known[name] else {
      throw ValueFault(
        "a `$` refers to a variable that neither this file nor one before it sets",
        hint:
          "a deploy never takes variables from the shell it is started in; for the character itself write "
          + "\\$ or use single quotes")
    }
    return value
  }

  private static func startsName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_")
  }
}
