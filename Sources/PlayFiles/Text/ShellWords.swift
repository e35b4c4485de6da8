/// Splits a line into words as Python's `shlex.split` does in POSIX mode.
///
/// Not a shell: `#` begins a comment even inside a word, and nothing is expanded.
struct ShellWords {
  struct Word: Equatable {
    let text: String
    /// Code points before the word.
    let offset: Int
  }

  enum Failure: Error, Equatable {
    case noClosingQuotation
    case noEscapedCharacter

    var message: String {
      switch self {
      case .noClosingQuotation: "a quotation mark is not closed"
      case .noEscapedCharacter: "nothing follows the last backslash"
      }
    }
  }

  private enum State: Equatable {
    case between
    case word
    case quote(Unicode.Scalar)
    case escape(in: Unicode.Scalar?)
  }

  /// Splits `line`; with `comments`, what follows a `#` is left out.
  static func split(
    _ line: some Sequence<Unicode.Scalar>, comments: Bool
  ) throws(Failure) -> [Word] {
    var words: [Word] = []
    var token: [Unicode.Scalar] = []
    var start = 0
    var quoted = false
    var state = State.between

    func finish() {
      if !token.isEmpty || quoted { words.append(Word(text: PythonText.string(token), offset: start)) }
      token = []
      quoted = false
    }

    scan: for (offset, scalar) in line.enumerated() {
      switch state {
      case .between, .word:
        if state == .between { start = offset }
        switch scalar {
        case " ", "\t", "\r", "\n":
          finish()
          state = .between
        case "#" where comments: break scan
        case "'", "\"":
          quoted = true
          state = .quote(scalar)
        case "\\": state = .escape(in: nil)
        default:
          token.append(scalar)
          state = .word
        }
      case .quote(let mark):
        if scalar == mark {
          state = .word
        } else if scalar == "\\", mark == "\"" {
          state = .escape(in: mark)
        } else {
          token.append(scalar)
        }
      case .escape(let mark):
        if let mark, scalar != "\\", scalar != mark { token.append("\\") }
        token.append(scalar)
        state = mark.map { .quote($0) } ?? .word
      }
    }
    if case .quote = state { throw .noClosingQuotation }
    if case .escape = state { throw .noEscapedCharacter }
    finish()
    return words
  }
}
