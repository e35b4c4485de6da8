import PlayModel

/// Reads a play's `hooks`.
struct HooksReader {
  private let reader: SectionReader
  private let log: ProblemLog

  init?(_ node: ResolvedNode, log: ProblemLog) {
    guard let reader = SectionReader(node, Schema.hooks, log: log) else { return nil }
    self.reader = reader
    self.log = log
  }

  func read() -> [Hook.Stage: [Hook]] {
    var hooks: [Hook.Stage: [Hook]] = [:]
    for stage in Hook.Stage.allCases {
      let list = reader.node(stage.rawValue)?.elements.compactMap { hook($0, stage) } ?? []
      if !list.isEmpty { hooks[stage] = list }
    }
    return hooks
  }

  /// A text alone is its command.
  private func hook(_ node: ResolvedNode, _ stage: Hook.Stage) -> Hook? {
    guard !node.isUnknown else { return nil }
    let standard: Hook.Place = stage.isHosts ? .host : .controller
    guard case .map = node.content else {
      guard let line = command(node, at: "a hook") else { return nil }
      return Hook(line, on: standard)
    }
    guard let own = SectionReader(node, Schema.hook, log: log), let written = own.node("command"),
      let line = command(written, at: "command")
    else { return nil }
    var hook = Hook(line, on: own.word("on", as: Hook.Place.self) ?? standard)
    hook.timeout = own.duration("timeout") ?? hook.timeout
    if hook.timeout < .seconds(1) {
      log.add(at: own.position(of: "timeout"), "`timeout` is less than a second")
    }
    hook.environment = EnvironmentReader(reader: own, log: log).read()
    for name in hook.environment.keys.sorted() where !Self.isShellName(name) {
      log.add(
        at: own.position(of: "environment"), "no shell has a variable `\(name)`",
        hint: "letters, digits and `_`, the first no digit")
    }
    hook.undo = own.node("undo").flatMap { command($0, at: "undo") }
    if hook.undo != nil, stage == .afterRun || stage == .onFailure {
      log.add(
        at: own.position(of: "undo"),
        "`undo` has no meaning in `\(stage.rawValue)`: nothing goes back after it")
    }
    return hook
  }

  /// POSIX.1-2017, 3.235 Name.
  private static func isShellName(_ name: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      byte == 95 || (65...90).contains(byte) || (97...122).contains(byte)
    }
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) }
  }

  /// A text is a line for the shell, a list exact words.
  private func command(_ node: ResolvedNode, at key: String) -> String? {
    guard !node.hasUnknown else { return nil }
    if let secret = node.allSecrets.first {
      log.add(
        at: node.position, "`\(key)` cannot hold the secret `\(secret.name)`",
        hint: "it would show on command lines and in the run log; give it to the hook in its `environment`")
      return nil
    }
    let line: String
    if case .list(let words) = node.content {
      line = ShellWord.line(words.map(\.text))
    } else {
      line = node.text
    }
    guard !line.allSatisfy(\.isWhitespace) else {
      log.add(at: node.position, "`\(key)` says no command")
      return nil
    }
    return line
  }
}
