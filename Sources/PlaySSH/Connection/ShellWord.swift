/// Words of a POSIX shell (XCU 2.2.2).
enum ShellWord {
  /// One word that means exactly `text`.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
