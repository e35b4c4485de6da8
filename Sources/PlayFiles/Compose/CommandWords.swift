/// Splits a `command` or `entrypoint` text into its arguments, with a shell's quotes and escapes.
///
/// No shell runs it. Compose (through mattn/go-shellwords) silently drops everything from an unquoted `&&`,
/// `|`, `;`, `<` or `>` on; here such a text is refused, with the way to ask for a shell.
struct CommandWords {
  private var words: [String] = []
  private var word: String?
  private var quote: Character?

  /// The two letters that mean something after a backslash in go-shellwords; any other stands for itself.
  private static let escapes: [Character: Character] = ["n": "\n", "t": "\t"]

  static func split(_ text: String) throws(ValueFault) -> [String] {
    var splitter = CommandWords()
    return try splitter.run(text)
  }

  private mutating func run(_ text: String) throws(ValueFault) -> [String] {
    var characters = text.makeIterator()
    while let character = characters.next() {
      if character == "\\", quote != "'" {
        guard let escaped = characters.next() else {
          throw ValueFault("`\(text)` ends with a backslash that escapes nothing")
        }
        append(Self.escapes[escaped] ?? escaped)
      } else if let open = quote {
        if character == open { quote = nil } else { append(character) }
      } else {
        try unquoted(character, of: text)
      }
    }
    if let quote { throw ValueFault("`\(text)` has a \(quote) that is never closed") }
    finishWord()
    return words
  }

  private mutating func unquoted(_ character: Character, of text: String) throws(ValueFault) {
    switch character {
    case "'", "\"":
      quote = character
      word = word ?? ""
    case " ", "\t", "\r", "\n", "\r\n":
      finishWord()
    case ";", "&", "|", "<", ">", "`", "(", ")":
      throw ValueFault(
        "`\(character)` needs a shell, and `\(text)` is run without one",
        hint: "write [sh, -c, \"…\"] to run it in the container's shell, or quote the character")
    default:
      append(character)
    }
  }

  private mutating func append(_ character: Character) { word = (word ?? "") + String(character) }

  private mutating func finishWord() {
    if let word { words.append(word) }
    word = nil
  }
}
