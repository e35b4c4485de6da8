import PlayModel

/// A file's text, to point inside a scalar: YAML says only where a scalar begins.
struct SourceText: Sendable {
  let file: String
  private let lines: [[Unicode.Scalar]]

  init(_ text: String, file: String) {
    self.file = file
    // A byte-order mark is no column to YAML.
    let text = text.hasPrefix("\u{FEFF}") ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
  }

  /// The place of `offset` in `scalar`'s text. It counts the `{{` and `{%` before it, in the text and in the
  /// file, so that quotes, escapes, folded lines and block indentation do not matter.
  func position(of offset: Int, in text: String, startingAt start: SourcePosition) -> SourcePosition {
    let scalars = Array(text.unicodeScalars)
    var (braces, ordinal) = (0, 0)
    for index in scalars.indices where index <= offset && Self.opens(scalars, at: index) {
      (braces, ordinal) = (index, ordinal + 1)
    }
    guard ordinal > 0, let place = brace(ordinal, from: start) else { return start }
    let inside = scalars[braces..<min(max(offset, braces), scalars.count)]
    let line = lines[place.line - 1]
    let column = place.column - 1
    let isSameText = column + inside.count <= line.count && line[column..<(column + inside.count)] == inside
    return SourcePosition(
      file: start.file, line: place.line, column: place.column + (isSameText ? inside.count : 0))
  }

  private func brace(_ ordinal: Int, from start: SourcePosition) -> (line: Int, column: Int)? {
    guard start.file == file, start.line >= 1 else { return nil }
    var found = 0
    for (index, line) in lines.enumerated().dropFirst(start.line - 1) {
      let first = index == start.line - 1 ? start.column - 1 : 0
      var column = max(first, 0)
      while column + 1 < line.count {
        if Self.opens(line, at: column) {
          found += 1
          if found == ordinal { return (index + 1, column + 1) }
          column += 1
        }
        column += 1
      }
    }
    return nil
  }

  /// `{{{` opens once, at its first brace, as in `Template`.
  private static func opens(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard index + 1 < scalars.count, scalars[index] == "{" else { return false }
    return scalars[index + 1] == "%"
      || (scalars[index + 1] == "{" && !(index > 0 && scalars[index - 1] == "{"))
  }
}
