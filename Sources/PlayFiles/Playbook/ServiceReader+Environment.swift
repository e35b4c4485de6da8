import PlayModel

extension ServiceReader {
  /// `env_file` in order, then `environment` over it.
  func readEnvironment(into spec: inout ServiceSpec) {
    let variables = EnvironmentReader(reader: reader, log: log)
    for entry in envFileEntries() {
      spec.environment[entry.name] = variables.value(
        entry.value, named: entry.name, secrets: [], at: entry.position)
    }
    spec.environment.merge(variables.read()) { _, own in own }
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
