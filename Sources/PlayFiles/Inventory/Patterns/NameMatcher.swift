import Foundation

/// Compares names with one term of a host pattern: a glob, or a regular expression after `~`.
struct NameMatcher {
  private enum Kind {
    case exact(String)
    case glob(Glob)
    case expression(NSRegularExpression)
  }

  private let kind: Kind

  /// - Parameter term: the term without subscript and modifier.
  /// - Throws: a `HostPatternProblem` when the regular expression is none.
  init(_ term: String) throws(HostPatternProblem) {
    guard term.hasPrefix("~") else {
      let isPlain = !term.unicodeScalars.contains { "*?[".unicodeScalars.contains($0) }
      kind = isPlain ? .exact(term) : .glob(Glob(term))
      return
    }
    guard let pattern = PythonExpression.translated(String(term.dropFirst())),
      let expression = try? NSRegularExpression(pattern: pattern.isEmpty ? "(?:)" : pattern)
    else {
      throw HostPatternProblem(
        term: term, reason: .badExpression,
        hint: "after ~ comes a regular expression, such as ~(web|db)[0-9]+")
    }
    kind = .expression(expression)
  }

  func matches(_ name: String) -> Bool {
    switch kind {
    case .exact(let wanted): return wanted == name
    case .glob(let glob): return glob.matches(name)
    case .expression(let expression):
      let range = NSRange(name.startIndex..., in: name)
      return expression.firstMatch(in: name, options: .anchored, range: range) != nil
    }
  }
}
