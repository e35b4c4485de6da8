import PlayModel

/// A file of environment variables (`env_file`), in the grammar the Compose specification calls "Env_file format".
///
/// What differs on purpose: a variable without `=` and a `$NAME` that the files do not set would come from
/// the shell of whoever deploys; both are refused, since a deploy must not depend on who runs it.
/// Faults never quote the file: any part of it may be a secret.
struct EnvFile {
  struct Entry: Hashable {
    let name: String
    let value: String
    let position: SourcePosition
  }

  enum Format { case compose, raw }

  private let file: String
  private let format: Format
  private let text: String
  private var rest: Substring
  private var line = 1
  private var lineStart: Substring.Index
  private var entries: [Entry] = []
  private var problems: [FileProblem] = []
  /// What `$NAME` can refer to: earlier entries of this file and of the files before it.
  private var known: [String: String]

  /// Entries in the order of the file; a later one of the same name replaces an earlier one.
  static func parse(
    _ text: String, file: String, format: Format = .compose, known: [String: String] = [:]
  ) throws(FileProblems) -> [Entry] {
    var parser = EnvFile(text: text, file: file, format: format, known: known)
    while parser.parseLine() {}
    guard parser.problems.isEmpty else { throw FileProblems(parser.problems) }
    return parser.entries
  }

  private init(text: String, file: String, format: Format, known: [String: String]) {
    self.file = file
    self.format = format
    self.known = known
    self.text = text
    rest = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    lineStart = rest.startIndex
  }

  private var position: SourcePosition {
    SourcePosition(
      file: file, line: line, column: text[lineStart..<rest.startIndex].unicodeScalars.count + 1)
  }
}

extension EnvFile {
  /// Reads one line, or several when a quoted value spans them; false at the end of the file.
  private mutating func parseLine() -> Bool {
    skipSpaces()
    guard let first = rest.first else { return false }
    if Self.isNewline(first) {
      advanceLine()
      return true
    }
    guard first != "#" else {
      skipToLineEnd()
      return true
    }
    let start = position
    do throws(ValueFault) {
      let name = try parseName()
      let value = try format == .raw ? rawValue() : parseValue(known: known)
      if value.utf8.contains(0) {
        throw ValueFault("the value has a NUL character, which no environment can hold")
      }
      known[name] = value
      entries.append(Entry(name: name, value: value, position: start))
    } catch {
      problems.append(FileProblem(at: start, error.message, hint: error.hint))
    }
    skipToLineEnd()
    return true
  }

  private mutating func parseName() throws(ValueFault) -> String {
    if format == .compose, rest.hasPrefix("export"), rest.dropFirst(6).first.map(Self.isSpace) == true {
      rest = rest.dropFirst(6)
      skipSpaces()
    }
    let line = rest.prefix { !Self.isNewline($0) }
    guard let equals = line.firstIndex(where: { $0 == "=" || ($0 == ":" && format == .compose) }) else {
      throw ValueFault(
        "the line has no `=`",
        hint: "write NAME=VALUE; a deploy never takes variables from the shell it is started in")
    }
    let name = String(line[..<equals].trimmingSpaces)
    guard EnvironmentName.isValid(name) else {
      throw ValueFault("what stands before `=` cannot be the name of an environment variable")
    }
    rest = rest[line.index(after: equals)...]
    return name
  }

  private mutating func rawValue() -> String {
    let value = rest.prefix { !Self.isNewline($0) }
    rest = rest[value.endIndex...]
    return String(value)
  }

  private mutating func parseValue(known: [String: String]) throws(ValueFault) -> String {
    skipSpaces()
    if let quote = rest.first, quote == "'" || quote == "\"" { return try quotedValue(quote) }
    let line = rest.prefix { !Self.isNewline($0) }
    rest = rest[line.endIndex...]
    var value = line
    // A comment needs a space before its `#`; `color=#fff` is a value.
    for index in line.indices where line[index] == "#" {
      guard index == line.startIndex || Self.isSpace(line[line.index(before: index)]) else { continue }
      value = line[..<index]
      break
    }
    return try EnvInterpolation.expand(String(value.trimmingSpaces), known: known)
  }

  private mutating func quotedValue(_ quote: Character) throws(ValueFault) -> String {
    let opened = line
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst() {
      if character == quote {
        try refuseTextAfterQuote()
        return try quote == "\"" ? EnvInterpolation.expand(value, known: known, unescape: true) : value
      }
      if Self.isNewline(character) { noteNewline() }
      value.append(character)
      if character == "\\", let next = rest.first, next == quote || quote == "\"" {
        if quote == "'" { value.removeLast() }
        value.append(next)
        if Self.isNewline(next) { noteNewline() }
        rest = rest.dropFirst()
      }
    }
    throw ValueFault("the \(quote) opened on line \(opened) is never closed")
  }

  private mutating func refuseTextAfterQuote() throws(ValueFault) {
    skipSpaces()
    guard let next = rest.first, !Self.isNewline(next), next != "#" else { return }
    throw ValueFault("there is text after the closing quote", hint: "quote the whole value")
  }

  /// `rest` has just moved past a newline.
  private mutating func noteNewline() {
    line += 1
    lineStart = rest.startIndex
  }

  private mutating func advanceLine() {
    rest = rest.dropFirst()
    noteNewline()
  }

  private mutating func skipToLineEnd() {
    rest = rest.drop { !Self.isNewline($0) }
    if !rest.isEmpty { advanceLine() }
  }

  private mutating func skipSpaces() { rest = rest.drop(while: Self.isSpace) }

  private static func isSpace(_ character: Character) -> Bool {
    character.isWhitespace && !isNewline(character)
  }

  /// Only these end a line, as in Compose: the other line separators of Unicode may stand in a value.
  private static func isNewline(_ character: Character) -> Bool { character == "\n" || character == "\r\n" }
}

/// Names the engine accepts for environment variables.
enum EnvironmentName {
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != 0x7F }
  }
}

extension Substring {
  /// Without the spaces at either end.
  var trimmingSpaces: Substring {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
