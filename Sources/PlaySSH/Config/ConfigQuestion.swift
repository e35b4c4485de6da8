import PlayModel

/// Asks OpenSSH's configuration about one host. The first value found for an option counts.
struct ConfigQuestion {
  /// The name given for the host, which `Host` patterns are compared with.
  let originalHost: String
  let local: LocalFacts
  let commands: MatchCommands
  private(set) var options: SSHOptions

  /// What `Host` is compared with: the name as given, in the final pass the one HostName made of it.
  private var host: [UInt8]
  private var isFinal = false

  /// - Parameter options: what was said before, which wins.
  init(about host: String, after options: SSHOptions, local: LocalFacts, commands: MatchCommands) {
    originalHost = host
    self.options = options
    self.local = local
    self.commands = commands
    self.host = Array(host.utf8)
  }

  /// Goes through the files, and again where one says `Match final`. Then `options` has a host name in its
  /// final form (ssh.c, `main`).
  mutating func ask(_ config: ClientConfig) throws(SSHOptionProblem) {
    try pass(config)
    let name = HostAddressForm.canonical(try options.hostName.map(nameOfHost) ?? originalHost)
    options.hostName = name
    guard config.mentionsFinal else { return }
    isFinal = true
    host = Array(name.utf8)
    try pass(config)
  }

  private mutating func pass(_ config: ClientConfig) throws(SSHOptionProblem) {
    for file in config.files { try apply(file, isActive: true) }
  }

  private mutating func apply(_ file: ConfigFile, isActive: Bool) throws(SSHOptionProblem) {
    for block in file.blocks {
      guard isActive, try holds(block) else {
        for line in block.unknown { try take(line) }
        continue
      }
      for line in block.lines { try take(line) }
    }
  }

  private mutating func take(_ line: ConfigBlock.Line) throws(SSHOptionProblem) {
    switch line.entry {
    case .include(let files):
      for file in files { try apply(file, isActive: true) }
    case .setting(let setting):
      do throws(SSHOptionProblem) { try options.apply(setting, at: line.position) } catch {
        throw error.at(line.position)
      }
    }
  }

  private func nameOfHost(_ hostName: String) throws(SSHOptionProblem) -> String {
    try tokens(host: originalHost).expand(hostName, "h")
  }

  private func tokens(host: String) -> ConfigTokens {
    ConfigTokens(
      host: host, originalHost: originalHost, port: options.port ?? 22, user: options.user ?? local.user,
      hostKeyAlias: options.hostKeyAlias, local: local)
  }

  // MARK: Conditions

  private func holds(_ block: ConfigBlock) throws(SSHOptionProblem) -> Bool {
    switch block.condition {
    case .inherited: return true
    case .host(let patterns): return ConfigPattern.anyMatches(patterns, host)
    case .match(let criteria):
      do throws(SSHOptionProblem) { return try holds(criteria) } catch { throw error.at(block.position) }
    }
  }

  /// All of them must hold; a command is run only when those before it do.
  private func holds(_ criteria: [MatchCriterion]) throws(SSHOptionProblem) -> Bool {
    let name =
      isFinal ? options.hostName ?? originalHost : try options.hostName.map(nameOfHost) ?? originalHost
    for criterion in criteria {
      guard try holds(criterion.test, name) != criterion.isNegated else { return false }
    }
    return true
  }

  private func holds(_ test: MatchCriterion.Test, _ name: String) throws(SSHOptionProblem) -> Bool {
    switch test {
    case .all: true
    case .final, .canonical: isFinal
    case .host(let patterns): ConfigPattern.anyMatches(patterns, Array(name.lowercased().utf8))
    case .originalHost(let patterns):
      ConfigPattern.anyMatches(patterns, Array(originalHost.lowercased().utf8))
    case .user(let patterns): ConfigPattern.anyMatches(patterns, Array((options.user ?? local.user).utf8))
    case .localUser(let patterns): ConfigPattern.anyMatches(patterns, Array(local.user.utf8))
    case .tagged(let patterns): ConfigPattern.anyMatches(patterns, Array((options.tag ?? "").utf8))
    case .exec(let command):
      try commands.succeeds(try tokens(host: name).expand(command, ConfigTokens.all))
    }
  }
}
