import PlayModel

/// One line of an INI inventory, without the white space around it.
struct INILine {
  struct Header: Equatable {
    let group: String
    let kind: String?
  }

  let text: ArraySlice<Unicode.Scalar>
  let number: Int
  private let start: Int
  private let file: String

  init(_ line: ArraySlice<Unicode.Scalar>, number: Int, file: String) {
    text = PythonText.strip(line)
    self.number = number
    start = line.startIndex
    self.file = file
  }

  var position: SourcePosition { position(of: text.startIndex) }

  func position(of index: Int) -> SourcePosition {
    SourcePosition(file: file, line: number, column: max(0, index - start) + 1)
  }

  func problem(_ message: String, hint: String? = nil) -> FileProblem {
    FileProblem(at: position, message, hint: hint)
  }

  /// Does what the builder may refuse, and gives a refusal this line's position.
  func place(_ body: () throws(InventoryBuilder.Refusal) -> Void) throws(FileProblem) {
    do { try body() } catch { throw error.problem(at: position) }
  }

  /// `[group]` or `[group:kind]`, with nothing but a `#` comment behind it.
  var header: Header? {
    guard text.first == "[", let close = text.firstIndex(of: "]"), isRest(text[(close + 1)...]) else {
      return nil
    }
    let parts = text[(text.startIndex + 1)..<close]
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let group = parts.first, !group.isEmpty, !group.contains(where: PythonText.isSpace) else {
      return nil
    }
    guard parts.count == 2 else { return Header(group: PythonText.string(group), kind: nil) }
    guard !parts[1].isEmpty, parts[1].allSatisfy(PythonText.isWord) else { return nil }
    return Header(group: PythonText.string(group), kind: PythonText.string(parts[1]))
  }

  /// A single group's name, with nothing but a `#` comment behind it.
  var groupName: String? {
    let name = text.prefix { $0 != ":" && $0 != "]" && !PythonText.isSpace($0) }
    // A `#` may be part of a name, unless what follows can only be a comment: `web#x y` is `web`.
    if name.endIndex == text.endIndex { return PythonText.string(name) }
    if isRest(text[name.endIndex...]) { return PythonText.string(name) }
    guard let hash = name.lastIndex(of: "#"), hash > name.startIndex else { return nil }
    return PythonText.string(name[..<hash])
  }

  private func isRest(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
    let code = rest.drop(while: PythonText.isSpace)
    return code.isEmpty || code.first == "#"
  }

  /// The line's words, as a shell would split it, without a comment.
  func words() throws(FileProblem) -> [ShellWords.Word] {
    do {
      return try ShellWords.split(text, comments: true)
    } catch {
      throw problem("\(error.message) in this line", hint: "put \" or ' around the whole value")
    }
  }
}
