import PlayModel

extension ServiceReader {
  /// `env_file` in order, then `environment` over it.
  func readEnvironment(into spec: inout ServiceSpec) {
    for entry in envFileEntries() {
      spec.environment[entry.name] = value(entry.value, named: entry.name, secrets: [], at: entry.position)
    }
    for pair in reader.pairs("environment") {
      guard EnvironmentName.isValid(pair.name) else {
        log.add(at: pair.namePosition, "`\(pair.name)` cannot be the name of an environment variable")
        continue
      }
      guard !pair.value.isNull else {
        log.add(
          at: pair.namePosition, "the environment variable `\(pair.name)` has no value",
          hint:
            "a deploy never takes variables from the shell it is started in; write \(pair.name)=\"\" for an empty one"
        )
        continue
      }
      spec.environment[pair.name] = value(
        pair.value.text, named: pair.name, secrets: pair.value.secrets, at: pair.value.position)
    }
  }

  /// A secret when its name says so, or when anything secret is in it.
  private func value(
    _ text: String, named name: String, secrets: [NamedSecret], at position: SourcePosition
  ) -> EnvironmentValue {
    guard !secrets.isEmpty || (SecretName.matches(name) && !text.isEmpty) else { return .plain(text) }
    if text.count < Redactor.shortest {
      log.warn(
        at: position, "the secret `\(name)` is shorter than \(Redactor.shortest) characters",
        hint: "it cannot be kept out of what containers and engines print")
    }
    let secret = Secret(text)
    log.note(secret)
    secrets.forEach { log.note($0.secret) }
    return .secret(secret)
  }

  private func envFileEntries() -> [EnvFile.Entry] {
    guard let node = reader.node("env_file") else { return [] }
    var entries: [EnvFile.Entry] = []
    for element in node.elements where !element.isUnknown {
      guard let request = request(element) else { continue }
      entries += around.envFiles.entries(of: request, after: entries, log: log)
    }
    return entries
  }

  private func request(_ node: ResolvedNode) -> EnvFileStore.Request? {
    guard case .map = node.content else {
      return EnvFileStore.Request(
        path: node.text, isRequired: true, format: .compose, position: node.position)
    }
    guard let section = SectionReader(node, Schema.envFile, log: log), let path = section.text("path") else {
      return nil
    }
    _ = section.read("format") { format throws(ValueFault) in
      if format.text != "raw" { throw ScalarReader.notAWord(format.text, ["raw"]) }
    }
    return EnvFileStore.Request(
      path: path, isRequired: section.flag("required") ?? true,
      format: section.node("format") == nil ? .compose : .raw, position: section.position(of: "path"))
  }
}
