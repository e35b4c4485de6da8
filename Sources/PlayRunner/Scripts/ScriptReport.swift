import PlayModel

/// What a script printed between its two framing lines, and how it ended.
///
/// Lines that begin with `=` are facts for the program (`=id 4f3a…`), the others are the engine's own
/// messages.
public struct ScriptReport: Sendable, Hashable {
  public let lines: [String]
  /// Exit code of the work itself.
  public let exit: Int

  public var succeeded: Bool { exit == 0 }

  /// What an operation said when it was carried out, some time before it was sent again (`HostOperation`).
  var isRecorded: Bool { fact("recorded") != nil }

  /// `nil` when the sentinel is missing: the outcome is unknown, whatever the exit status says.
  public init?(_ result: CommandResult, nonce: String) {
    let lines = result.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let begin = lines.firstIndex(of: "\(nonce) begin"),
      let end = lines.lastIndex(where: { $0.hasPrefix("\(nonce) end ") }), begin < end,
      let code = Int(lines[end].dropFirst(nonce.count + 5))
    else { return nil }
    var inner = lines[(begin + 1)..<end]
    // printf begins the sentinel's line itself, in case the last output had no newline.
    if inner.last == "" { inner.removeLast() }
    self.init(lines: Array(inner), exit: code)
  }

  /// What a simulated host says.
  public init(lines: [String], exit: Int) {
    self.lines = lines
    self.exit = exit
  }

  /// The rest of every line that states this fact: `=id 4f3a` gives `4f3a` for `id`.
  public func facts(_ key: String) -> [String] {
    let prefix = "=\(key)"
    return lines.compactMap { line in
      if line == prefix { return "" }
      return line.hasPrefix(prefix + " ") ? String(line.dropFirst(prefix.count + 1)) : nil
    }
  }

  public func fact(_ key: String) -> String? { facts(key).last }

  /// What the engine said, without facts and empty lines.
  public var messages: [String] {
    lines.filter { !$0.hasPrefix("=") && !$0.allSatisfy(\.isWhitespace) }
  }
}
