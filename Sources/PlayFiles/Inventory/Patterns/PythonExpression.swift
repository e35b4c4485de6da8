/// Spells a regular expression of Python's `re` in the words of ICU, which Foundation uses.
///
/// https://docs.python.org/3/library/re.html#regular-expression-syntax,
/// https://unicode-org.github.io/icu/userguide/strings/regexp.html
struct PythonExpression {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var result = String.UnicodeScalarView()

  /// - Returns: `nil` for an escape that Python does not know.
  static func translated(_ pattern: String) -> String? {
    var expression = PythonExpression(pattern)
    return expression.translate() ? String(expression.result) : nil
  }

  private init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func translate() -> Bool {
    while let scalar = next {
      switch scalar {
      case "\\":
        guard translateEscape() else { return false }
      case "[":
        guard translateSet() else { return false }
      case "{": translateBrace()
      case "}", "]":
        emit("\\")
        copy()
      case "(": translateGroup()
      default: copy()
      }
    }
    return true
  }

  private mutating func emit(_ text: String) { result.append(contentsOf: text.unicodeScalars) }

  private mutating func copy() {
    result.append(scalars[index])
    index += 1
  }

  private func follows(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

  /// Letters that mean something behind a backslash; Python refuses all others.
  private static let letters = Set("AbBdDsSwWZafnrtvxuUN".unicodeScalars)

  private mutating func translateEscape() -> Bool {
    index += 1
    guard let scalar = next else { return false }
    if scalar.isASCII, scalar.properties.isAlphabetic, !Self.letters.contains(scalar) { return false }
    switch scalar {
    case "Z": emit("\\z")
    case "v": emit("\\x0B")
    default:
      emit("\\")
      result.append(scalar)
    }
    index += 1
    return true
  }

  /// A set `[…]`: in ICU's sets a bracket and `&&` mean something, in Python's they are themselves.
  private mutating func translateSet() -> Bool {
    copy()
    if next == "^" { copy() }
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      let isLast = index + 1 < scalars.count && scalars[index + 1] == "]"
      switch scalar {
      case "\\":
        guard translateEscape() else { return false }
      case "[", "]", "&", "|", "~", "^":
        emit("\\")
        copy()
      case "-" where isFirst || isLast:
        emit("\\")
        copy()
      default: copy()
      }
      isFirst = false
    }
    guard next == "]" else { return false }
    copy()
    return true
  }

  /// `{2,3}` repeats, and `{,3}` too; any other brace is itself.
  private mutating func translateBrace() {
    let rest = scalars[(index + 1)...]
    guard let close = rest.firstIndex(of: "}") else { return escapeBrace() }
    let bounds = scalars[(index + 1)..<close].split(separator: ",", omittingEmptySubsequences: false)
    guard bounds.count <= 2, bounds.allSatisfy({ $0.allSatisfy(PythonText.isDigit) }),
      bounds.count == 2 || bounds.first?.isEmpty == false
    else { return escapeBrace() }
    let low = bounds.first.map { PythonText.string($0) } ?? ""
    emit(
      "{" + (low.isEmpty ? "0" : low) + (bounds.count == 2 ? "," + PythonText.string(bounds[1]) : "") + "}")
    index = close + 1
  }

  private mutating func escapeBrace() {
    emit("\\{")
    index += 1
  }

  /// Named groups have a `P` in Python.
  private mutating func translateGroup() {
    if follows("(?P<") {
      emit("(?<")
      index += 4
    } else if follows("(?P="), let close = scalars[index...].firstIndex(of: ")") {
      emit("\\k<" + PythonText.string(scalars[(index + 4)..<close]) + ">")
      index = close + 1
    } else {
      copy()
    }
  }
}
