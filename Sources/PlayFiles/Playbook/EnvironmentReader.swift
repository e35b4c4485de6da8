import PlayModel

/// Reads an `environment` of variables that are given to a command or a container.
struct EnvironmentReader {
  let reader: SectionReader
  let log: ProblemLog

  func read() -> [String: EnvironmentValue] {
    var environment: [String: EnvironmentValue] = [:]
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
      environment[pair.name] = value(
        pair.value.text, named: pair.name, secrets: pair.value.secrets, at: pair.value.position)
    }
    return environment
  }

  /// A secret when its name says so, or when anything secret is in it.
  func value(
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
}
