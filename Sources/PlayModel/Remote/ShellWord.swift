/// Quoting for POSIX shells: the one place where a text becomes part of a command line.
///
/// Inside single quotes every byte but the single quote stands for itself (POSIX.1-2017, Shell Command
/// Language, 2.2.2). A NUL cannot be in an argument at all; callers refuse it before.
public enum ShellWord {
  /// One word that the shell reads back as exactly this text.
  public static func quote(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    var quoted = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { quoted += #"'\''"# } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  /// One word for bytes that need not be text.
  ///
  /// A command line travels as text, so bytes that are not UTF-8 are made on the other side by printf, in
  /// octal (POSIX.1-2017, printf). They never end in a newline, which a substitution would drop.
  public static func quote(bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return quote(text) }
    var word = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      let text = rest.prefix { $0 < 0x80 }
      if !text.isEmpty { word += quote(String(decoding: text, as: UTF8.self)) }
      rest = rest[text.endIndex...]
      let octal = rest.prefix { $0 >= 0x80 }
      if !octal.isEmpty {
        word += #""$(printf '"# + octal.map { "\\" + String($0, radix: 8) }.joined() + #"')""#
      }
      rest = rest[octal.endIndex...]
    }
    return word
  }

  /// A whole command line from exact arguments.
  public static func line(_ arguments: [String]) -> String {
    arguments.map { quote($0) }.joined(separator: " ")
  }

  /// Letters, digits and marks that no shell gives a meaning anywhere in a word.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "_@%+:,./-".utf8.contains(byte)
    }
  }
}
