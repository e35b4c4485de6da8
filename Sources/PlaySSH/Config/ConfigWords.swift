/// Cuts a line of ssh_config into words, one after the other.
///
/// OpenSSH has two ways to do that, and both are needed to read what it reads: keywords and the criteria of
/// Match end at blanks or at one `=` and know only double quotes (misc.c, `strdelim`); the arguments of all
/// else end at blanks or `#` and know both quotes and backslashes (misc.c, `argv_split`).
struct ConfigWords {
  /// What has not been read; `nil` when the last word ended the line.
  private(set) var rest: ArraySlice<UInt8>?

  init(_ text: ArraySlice<UInt8>) { rest = text }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }

  /// The next word up to blanks or one `=`; empty at the end of the line, `nil` past it or where a quote is
  /// not closed.
  mutating func next() -> String? {
    guard let text = rest else { return nil }
    let ends: (UInt8) -> Bool = { Self.isBlank($0) || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "=") }
    guard let end = text.firstIndex(where: ends) else {
      rest = nil
      return String(decoding: text, as: UTF8.self)
    }
    guard text[end] == UInt8(ascii: "\"") else {
      var left = text[(end + 1)...].drop(while: Self.isBlank)
      if text[end] != UInt8(ascii: "="), left.first == UInt8(ascii: "=") {
        left = left.dropFirst().drop(while: Self.isBlank)
      }
      rest = left
      return String(decoding: text[..<end], as: UTF8.self)
    }
    let quoted = text[(end + 1)...]
    guard let close = quoted.firstIndex(of: UInt8(ascii: "\"")) else {
      rest = nil
      return nil
    }
    rest = quoted[(close + 1)...].drop(while: Self.isBlank)
    return String(decoding: text[..<end] + quoted[..<close], as: UTF8.self)
  }

  /// The arguments in `text`, up to a comment; `nil` where a quote is not closed.
  static func arguments(_ text: ArraySlice<UInt8>) -> [String]? {
    var words: [String] = []
    var left = text
    while true {
      left = left.drop { $0 == 0x20 || $0 == 0x09 }
      guard let first = left.first, first != UInt8(ascii: "#") else { return words }
      guard let word = argument(&left) else { return nil }
      words.append(word)
    }
  }

  private static func argument(_ left: inout ArraySlice<UInt8>) -> String? {
    var word: [UInt8] = []
    var quote: UInt8?
    while let byte = left.first {
      if quote == nil, byte == 0x20 || byte == 0x09 { break }
      left = left.dropFirst()
      if byte == UInt8(ascii: "\\") {
        if let next = left.first, isEscapable(next, isQuoted: quote != nil) {
          word.append(next)
          left = left.dropFirst()
        } else {
          word.append(byte)
        }
      } else if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else {
        word.append(byte)
      }
    }
    return quote == nil ? String(decoding: word, as: UTF8.self) : nil
  }

  private static func isEscapable(_ byte: UInt8, isQuoted: Bool) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
      || (!isQuoted && byte == 0x20)
  }
}
