import PlayModel

/// The command line a run was started with, read back from its record: `resume` reads the same files
/// with the same options.
struct RecordedCommand {
  let options: RunCommand

  /// `nil` when the words are not those of `swiftplay run`.
  init?(_ header: RunHeader) {
    let words = Self.words(header.command)
    guard words.count > 2, words[1] == "run", let options = try? RunCommand.parse(Array(words.dropFirst(2)))
    else { return nil }
    self.options = options
  }

  /// The words of a line that `ShellWord` has quoted.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "'" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character == "\\", !isQuoted {
        isEscaped = true
      } else if character == " ", !isQuoted {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return word.map { words + [$0] } ?? words
  }
}
