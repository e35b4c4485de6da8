/// One line of ssh_config, or one `-o` option: a keyword and its arguments.
struct ConfigLine: Sendable, Hashable {
  /// As written, for messages.
  let written: String
  /// Bytes before the keyword.
  let indent: Int
  /// All that follows the keyword, without blanks around it.
  let rest: [UInt8]
  let arguments: [String]

  /// Keywords have no case.
  var keyword: String { written.lowercased() }

  /// `nil`: nothing but blanks or a comment.
  init?(_ line: some Collection<UInt8>) throws(SSHOptionProblem) {
    var text = Array(line.prefix { $0 != 0 })[...]
    while let last = text.last, ConfigWords.isBlank(last) || last == 0x0c { text = text.dropLast() }
    var words = ConfigWords(text)
    guard var keyword = words.next() else { return nil }
    if keyword.isEmpty { keyword = words.next() ?? "" }
    guard !keyword.isEmpty, !keyword.hasPrefix("#") else { return nil }
    written = keyword
    indent = text.prefix { ConfigWords.isBlank($0) }.count
    let left = (words.rest ?? []).drop(while: ConfigWords.isBlank)
    guard !left.isEmpty else { throw SSHOptionProblem(text: "\(keyword) has no value") }
    rest = Array(left)
    guard let arguments = ConfigWords.arguments(left) else {
      throw SSHOptionProblem(text: "a quote is not closed")
    }
    self.arguments = arguments
  }
}
