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

  /// A whole command line from exact arguments.
  public static func line(_ arguments: [String]) -> String {
    arguments.map(quote).joined(separator: " ")
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
