import PlayModel

/// Reads a job's `notify`.
struct NotifyReader {
  let log: ProblemLog

  func read(_ node: ResolvedNode?) -> [NotifyTarget] {
    guard let node, !node.isUnknown else { return [] }
    return node.elements.compactMap(target)
  }

  private func target(_ node: ResolvedNode) -> NotifyTarget? {
    guard let reader = SectionReader(node, Schema.notify, log: log) else { return nil }
    let events = reader.readEach("on") { node throws(ValueFault) -> NotifyTarget.Event in
      guard let event = NotifyTarget.Event(rawValue: node.text) else {
        throw ScalarReader.notAWord(node.text, NotifyTarget.Event.allCases.map(\.rawValue))
      }
      return event
    }
    let ways = ["webhook", "command", "file", "mail"].filter(reader.isWritten)
    guard ways.count == 1, let key = ways.first else {
      log.add(
        at: reader.position,
        ways.isEmpty
          ? "a target of `notify` says not how"
          : "a target of `notify` has several ways: \(ways.joined(separator: ", "))",
        hint: "write one of webhook, command, file and mail")
      return nil
    }
    if key != "webhook", reader.isWritten("key_file") {
      log.add(at: reader.position(of: "key_file"), "`key_file` signs webhooks, and this is a \(key)")
    }
    guard let text = reader.read(key, { node throws(ValueFault) in try Self.line(node, key) }) else {
      return nil
    }
    let way: NotifyTarget.Way =
      switch key {
      case "webhook": .webhook(url: text, keyFile: reader.text("key_file"))
      case "command": .command(text)
      case "file": .file(text)
      default: .mail(text)
      }
    return NotifyTarget(way, on: events.map { Set($0) } ?? Set(NotifyTarget.Event.allCases))
  }

  private static func line(_ node: ResolvedNode, _ key: String) throws(ValueFault) -> String {
    let text = node.text
    guard !text.isEmpty, !text.contains(where: \.isNewline) else {
      throw ValueFault("`\(text)` is not one line of text")
    }
    switch key {
    case "webhook"
    where !text.hasPrefix("https://") && !text.hasPrefix("http://")
      || text.contains { $0 == "\"" || $0 == " " }:
      throw ValueFault(
        "`\(text)` is no address of the web", hint: "for example https://chat.example/hooks/ops")
    case "mail" where !text.contains("@") || text.contains { $0.isWhitespace || $0 == "," }:
      throw ValueFault("`\(text)` is no mail address")
    default: return text
    }
  }
}
