import PlayModel

extension ServiceReader {
  private static let questions = ["http", "tcp", "exec", "command", "healthy"]

  func readChecks() -> [Check] {
    (reader.node("checks")?.elements ?? []).compactMap { node in
      SectionReader(node, Schema.check, log: log).flatMap(check)
    }
  }

  private func check(_ section: SectionReader) -> Check? {
    let asked = Self.questions.filter(section.isWritten)
    guard asked.count == 1, let key = asked.first else {
      log.add(
        at: section.position,
        asked.isEmpty ? "the check asks nothing" : "the check asks \(asked.joined(separator: " and "))",
        hint: "one check is exactly one of \(Self.questions.joined(separator: ", "))")
      return nil
    }
    for extra in ["status", "body", "headers"] where key != "http" && section.node(extra) != nil {
      log.add(at: section.position(of: extra), "`\(extra)` is for `http` checks, and this one is `\(key)`")
    }
    guard let question = question(key, section) else { return nil }
    return timed(Check(question), section)
  }

  private func question(_ key: String, _ section: SectionReader) -> Check.Question? {
    switch key {
    case "http": return http(section)
    case "tcp": return section.read("tcp", tcp)
    case "exec": return section.read("exec", exec)
    case "command":
      return section.read("command") { node throws(ValueFault) in
        guard !node.text.isEmpty else { throw ValueFault("the command is empty") }
        return .command(node.text)
      }
    default:
      return section.read("healthy") { node throws(ValueFault) in
        guard try ScalarReader.flag(node) else {
          throw ValueFault("only `true` makes sense", hint: "remove the check")
        }
        return .healthy
      }
    }
  }

  private func timed(_ check: Check, _ section: SectionReader) -> Check {
    var check = check
    check.within = section.duration("within") ?? check.within
    check.every = section.duration("every") ?? check.every
    check.passes = section.integer("passes", 1...1_000_000) ?? check.passes
    if check.within == .zero {
      log.add(at: section.position(of: "within"), "`within`: a deadline of 0s can never be met")
    }
    if check.every == .zero {
      log.add(at: section.position(of: "every"), "`every`: 0s would ask without a pause")
    }
    let least = check.every * (check.passes - 1)
    if least >= check.within, check.passes > 1, check.within > .zero {
      log.add(
        at: section.position(of: "passes"),
        "\(check.passes) passes, one every \(DurationText.text(for: check.every)), cannot fit within "
          + DurationText.text(for: check.within))
    }
    return check
  }

  private func http(_ section: SectionReader) -> Check.Question? {
    let url = section.read("http") { node throws(ValueFault) in try HTTPAddress.check(node.text) }
    let status = section.readEach("status") { node throws(ValueFault) in
      try ScalarReader.integer(node, 100...599)
    }
    let body = section.read("body") { node throws(ValueFault) in try RegularExpression.check(node.text) }
    var headers: [String: String] = [:]
    if case .map(let entries)? = section.node("headers")?.content {
      for entry in entries where !entry.node.isUnknown {
        guard HTTPAddress.isHeader(entry.key, entry.node.text) else {
          log.add(at: entry.keyPosition, "`\(entry.key)` is not a valid header")
          continue
        }
        headers[entry.key] = entry.node.text
      }
    }
    return url.map { .http(url: $0, status: status ?? [200], body: body, headers: headers) }
  }

  /// `PORT` on the host's loopback, `ADDRESS:PORT` or `[IPV6]:PORT`.
  private func tcp(_ node: ResolvedNode) throws(ValueFault) -> Check.Question {
    let hint = "write PORT or ADDRESS:PORT"
    let colon = node.text.lastIndex(of: ":")
    let digits = colon.map { node.text[node.text.index(after: $0)...] } ?? node.text[...]
    guard let port = Int(digits), (1...65535).contains(port), digits.allSatisfy(\.isNumber) else {
      throw ValueFault("`\(node.text)` has no port between 1 and 65535", hint: hint)
    }
    var address = colon.map { String(node.text[..<$0]) } ?? "127.0.0.1"
    if address.hasPrefix("["), address.hasSuffix("]") { address = String(address.dropFirst().dropLast()) }
    let isName = (try? Self.hostname(address)) != nil
    guard IPAddress.isValid(address) || isName else {
      throw ValueFault("`\(address)` is neither an address nor a host name", hint: hint)
    }
    return .tcp(address: address, port: port)
  }

  private func exec(_ node: ResolvedNode) throws(ValueFault) -> Check.Question {
    guard case .list(let items) = node.content else {
      guard !node.text.isEmpty else { throw ValueFault("the command is empty") }
      return .exec(["/bin/sh", "-c", node.text])
    }
    guard !items.isEmpty else { throw ValueFault("the command is empty") }
    return .exec(items.map(\.text))
  }
}
