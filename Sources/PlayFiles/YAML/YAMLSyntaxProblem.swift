import PlayModel
internal import Yams

/// Turns the parser's errors into problems with a position and a hint.
struct YAMLSyntaxProblem {
  let text: String
  let file: String

  func problem(for error: any Error) -> FileProblem {
    guard let error = error as? YamlError else {
      return FileProblem(at: SourcePosition(file: file), "not YAML: \(error)")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = context.map { " \($0.text) that begins at line \($0.mark.line)" } ?? ""
      return FileProblem(
        at: position(mark), "not YAML: \(problem)" + place, hint: hint(at: mark, problem: problem))
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(keys.first ?? "", first: context.mark)
    default:
      return FileProblem(at: SourcePosition(file: file), "not YAML: \(error)")
    }
  }

  private func position(_ mark: Mark) -> SourcePosition {
    SourcePosition(file: file, line: mark.line, column: mark.column)
  }

  private func line(_ number: Int) -> String {
    SourceLines(text).dropFirst(number - 1).first { _ in true } ?? ""
  }

  /// What most often stands behind a syntax error, judged by its line.
  private func hint(at mark: Mark, problem: String) -> String? {
    if problem.contains("another document") { return "keep one document in a file; remove the `---`" }
    if problem.contains("undefined alias") {
      return "define it first with `&name`, or quote a text that begins with `*`"
    }
    let line = line(mark.line)
    if line.contains("\t") { return "indent with spaces: YAML takes no tabs" }
    if line.contains(": {{") || line.contains("- {{") {
      return "quote a value that begins with {{: \"{{ name }}\""
    }
    if problem.contains("mapping values are not allowed") {
      return "quote a text that contains a colon and a space, and check the indentation"
    }
    if problem.contains("cannot start any token") {
      return "quote a text that begins with % @ ` or another sign YAML uses itself"
    }
    return nil
  }

  /// Yams reports where a repeated key stands first; the reader needs to see the second.
  private func duplicate(_ key: String, first: Mark) -> FileProblem {
    let hint =
      key == "<<"
      ? "merge several mappings with one key: `<<: [*a, *b]`"
      : "it is first set at line \(first.line); remove one of the two"
    let message = "the key \(key.isEmpty ? "\"\"" : key) is set twice in one mapping"
    let indent = max(0, first.column - 1)
    for (index, line) in SourceLines(text).enumerated().dropFirst(first.line) {
      let code = line.drop { $0 == " " }
      if code.isEmpty || code.hasPrefix("#") { continue }
      guard line.count - code.count >= indent else { break }
      let rest = code.drop { $0 == "\"" || $0 == "'" }
      if line.count - code.count == indent, rest.hasPrefix(key),
        let next = rest.dropFirst(key.count).first, next == ":" || next == " " || next == "\"" || next == "'"
      {
        return FileProblem(
          at: SourcePosition(file: file, line: index + 1, column: indent + 1), message, hint: hint)
      }
    }
    return FileProblem(at: position(first), message, hint: hint)
  }
}
