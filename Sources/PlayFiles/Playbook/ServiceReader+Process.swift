import PlayModel

extension ServiceReader {
  /// What runs, as whom and where, and what is written on the container.
  func readProcess(into spec: inout ServiceSpec) {
    spec.command = arguments("command")
    spec.entrypoint = arguments("entrypoint")
    spec.hostname = reader.read("hostname") { node throws(ValueFault) in try Self.hostname(node.text) }
    spec.user = nonEmpty("user")
    spec.workingDirectory = reader.read("working_dir") { node throws(ValueFault) in
      guard node.text.hasPrefix("/") else { throw ValueFault("the path `\(node.text)` is not absolute") }
      return node.text
    }
    spec.initProcess = reader.flag("init")
    spec.labels = labels()
    spec.annotations = reader.textPairs("annotations")
    spec.platform = reader.read("platform", platform)
    spec.pullPolicy = pullPolicy()
    spec.logging = logging()
  }

  func nonEmpty(_ key: String) -> String? {
    reader.read(key) { node throws(ValueFault) in
      guard !node.text.isEmpty else { throw ValueFault("it is empty", hint: "leave the key out") }
      return node.text
    }
  }

  /// A text is split into words; a list is taken as it is.
  private func arguments(_ key: String) -> [String]? {
    reader.read(key) { node throws(ValueFault) in
      if case .list(let items) = node.content { return items.map(\.text) }
      return try CommandWords.split(node.text)
    }
  }

  /// RFC 1123 section 2.1: labels of letters, digits and inner hyphens.
  static func hostname(_ text: String) throws(ValueFault) -> String {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    let isValid =
      text.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      }
    guard isValid else {
      throw ValueFault("`\(text)` is not a host name", hint: "letters, digits and hyphens between points")
    }
    return text
  }

  private func labels() -> [String: String] {
    for pair in reader.pairs("labels") {
      for owner in ["dev.swiftplay.", "com.docker.compose."] where pair.name.hasPrefix(owner) {
        log.add(at: pair.namePosition, "labels beginning with `\(owner)` are reserved")
      }
    }
    return reader.textPairs("labels")
  }

  private func platform(_ node: ResolvedNode) throws(ValueFault) -> String {
    let parts = node.text.split(separator: "/", omittingEmptySubsequences: false)
    let isValid =
      (1...3).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
      }
    guard isValid else {
      throw ValueFault(
        "`\(node.text)` is not a platform", hint: "write OS[/ARCHITECTURE[/VARIANT]], such as linux/arm64")
    }
    return node.text
  }

  private func pullPolicy() -> PullPolicy {
    let policy: PullPolicy? = reader.read("pull_policy") { node throws(ValueFault) in
      switch node.text {
      case "if_not_present": return .missing
      case "build", "daily", "weekly", "refresh":
        throw ValueFault("`\(node.text)` is not supported yet", hint: "use always, missing or never")
      case let text where text.hasPrefix("every_"):
        throw ValueFault("`\(text)` is not supported yet", hint: "use always, missing or never")
      case let text:
        guard let policy = PullPolicy(rawValue: text) else {
          throw ScalarReader.notAWord(text, ["always", "missing", "if_not_present", "never"])
        }
        return policy
      }
    }
    return policy ?? .always
  }

  private func logging() -> Logging? {
    guard let section = reader.section("logging", Schema.logging) else { return nil }
    var options: [String: String] = [:]
    if case .map(let entries)? = section.node("options")?.content {
      for entry in entries where !entry.node.isNull { options[entry.key] = entry.node.text }
    }
    return Logging(driver: section.text("driver"), options: options)
  }
}
