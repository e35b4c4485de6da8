import PlayModel
import Synchronization

/// Finds out what ssh options hold for a host: those of its arguments, of its variables and of OpenSSH's
/// configuration.
final class OptionResolver: Sendable {
  private let config: ClientConfig
  private let local: LocalFacts
  private let commands = MatchCommands()
  private let named = Mutex<[String: Result<ClientConfig, FileProblems>]>([:])

  init(config: ClientConfig, local: LocalFacts) {
    self.config = config
    self.local = local
  }

  /// The options of a host, all tokens replaced and the host's name in its final form.
  ///
  /// The order is that of the command line which Ansible makes for ssh (its connection plugin `ssh`):
  /// `ansible_ssh_args`, then the variables, then common and extra arguments; after them ssh reads its files. The
  /// first value counts. May block where a `Match exec` has to be asked.
  func options(for target: ConnectionTarget) throws(SSHOptionProblem) -> SSHOptions {
    var options = SSHOptions()
    if !target.knownHostsFiles.isEmpty { options.userKnownHostsFiles = target.knownHostsFiles }
    try options.take(arguments: target.sshArguments)
    options.take(variablesOf: target)
    try options.take(arguments: target.sshFallbackArguments)
    var question = ConfigQuestion(about: target.address, after: options, local: local, commands: commands)
    try question.ask(try config(named: options.configFile))
    options = question.options
    for use in options.refused {
      if let problem = use.problem { throw problem }
    }
    try options.replaceTokens(originalHost: target.address, local: local)
    return options
  }

  /// Whether asking may take longer than looking into memory does.
  func mayBlock(for target: ConnectionTarget) -> Bool {
    config.runsCommands
      || (target.sshArguments + target.sshFallbackArguments).contains {
        $0.hasPrefix("-") && $0.contains("F")
      }
  }

  func environment(_ name: String) -> String? { local.environment(name) }

  private func config(named path: String?) throws(SSHOptionProblem) -> ClientConfig {
    guard let path else { return config }
    let known = named.withLock { $0[path] }
    let result = known ?? read(path)
    if known == nil { named.withLock { $0[path] = result } }
    switch result {
    case .success(let config): return config
    case .failure(let problems):
      let first = problems.all.first
      throw SSHOptionProblem(
        text: first?.message ?? "the file cannot be read", hint: first?.hint, position: first?.position)
    }
  }

  private func read(_ path: String) -> Result<ClientConfig, FileProblems> {
    do throws(FileProblems) {
      return .success(try ClientConfig.file(path, home: local.home))
    } catch {
      return .failure(error)
    }
  }
}

extension SSHOptions {
  fileprivate mutating func take(variablesOf target: ConnectionTarget) {
    hostKeyPolicy = hostKeyPolicy ?? target.hostKeyPolicy
    port = port ?? target.port
    for path in target.keyFiles { addIdentityFile(path, isRequired: true) }
    user = user ?? target.user
    connectTimeout = connectTimeout ?? target.connectDeadline
    serverAliveInterval = serverAliveInterval ?? target.keepaliveInterval
  }

  /// What ssh does once all files are read (ssh.c, `main` and `load_public_identity_files`).
  fileprivate mutating func replaceTokens(
    originalHost: String, local: LocalFacts
  ) throws(SSHOptionProblem) {
    let tokens = ConfigTokens(
      host: hostName ?? originalHost, originalHost: originalHost, port: port ?? 22, user: user ?? local.user,
      hostKeyAlias: hostKeyAlias, local: local)
    func path(_ text: String) throws(SSHOptionProblem) -> String {
      try tokens.expand(
        try HomePath.expanded(text, home: local.home), ConfigTokens.all, environment: true)
    }
    if var files = identityFiles {
      for index in files.indices { files[index].path = try path(files[index].path) }
      identityFiles = files
    }
    if let files = userKnownHostsFiles {
      var expanded: [String] = []
      for file in files { expanded.append(try path(file)) }
      userKnownHostsFiles = expanded
    }
    if let agent = identityAgent { identityAgent = try path(agent) }
    if let jump = proxyJump { proxyJumpValue = try tokens.expand(jump, ConfigTokens.ofJump) }
  }
}
