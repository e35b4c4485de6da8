import PlayModel

extension SSHOptions {
  /// Takes a setting, unless the option already has a value.
  ///
  /// - Parameter position: where it stands in a file; `nil` for an argument, whose identity files must exist.
  mutating func apply(_ setting: ConfigSetting, at position: SourcePosition?) throws(SSHOptionProblem) {
    switch setting {
    case .hostName(let name): hostName = hostName ?? name
    case .port(let number): port = port ?? number
    case .user(let name): user = user ?? name
    case .identityFile(let path): addIdentityFile(path, isRequired: position == nil)
    case .identitiesOnly(let flag): identitiesOnlyValue = identitiesOnlyValue ?? flag
    case .identityAgent(let socket): identityAgent = identityAgent ?? socket
    case .proxyJump(let hops):
      if !refused.contains(where: { $0.option.name == "ProxyCommand" }) {
        proxyJumpValue = proxyJumpValue ?? hops
      }
    case .userKnownHostsFiles(let files): userKnownHostsFiles = userKnownHostsFiles ?? files
    case .globalKnownHostsFiles(let files): globalKnownHostsFiles = globalKnownHostsFiles ?? files
    case .hostKeyPolicy(let policy): hostKeyPolicy = hostKeyPolicy ?? policy
    case .hostKeyAlias(let name): hostKeyAlias = hostKeyAlias ?? name
    case .connectTimeout(let time): connectTimeout = connectTimeout ?? time
    case .serverAliveInterval(let time): serverAliveInterval = serverAliveInterval ?? time
    case .serverAliveCountMax(let count): serverAliveCountMax = serverAliveCountMax ?? count
    case .pubkeyAuthentication(let flag): pubkeyAuthentication = pubkeyAuthentication ?? flag
    case .passwordAuthentication(let flag): passwordAuthentication = passwordAuthentication ?? flag
    case .kbdInteractiveAuthentication(let flag):
      kbdInteractiveAuthentication = kbdInteractiveAuthentication ?? flag
    case .preferredAuthentications(let methods):
      preferredAuthentications = preferredAuthentications ?? methods
    case .ignoreUnknown(let patterns): ignoredUnknown = ignoredUnknown ?? patterns
    case .tag(let name): tag = tag ?? name
    case .refused(let option, let value): note(.init(option: option, value: value, position: position))
    case .withoutEffect: break
    case .unknown(let keyword):
      guard ConfigPattern.anyMatches(ignoredUnknown ?? [], Array(keyword.lowercased().utf8)) else {
        throw ConfigSetting.unknownProblem(keyword)
      }
    }
  }

  mutating func addIdentityFile(_ path: String, isRequired: Bool) {
    var files = identityFiles ?? []
    // `none` is no file, but it keeps the usual ones away.
    if path.lowercased() != "none", !files.contains(where: { $0.path == path }) {
      files.append(IdentityFile(path: path, isRequired: isRequired))
    }
    identityFiles = files
  }

  private mutating func note(_ use: RefusedOption.Use) {
    // Of ProxyCommand and ProxyJump the first that is said counts.
    if use.option.name == "ProxyCommand", proxyJumpValue != nil { return }
    // Certificates add up; of everything else the first counts.
    let adds = use.option.name == "CertificateFile"
    guard adds || !refused.contains(where: { $0.option == use.option }) else { return }
    if !refused.contains(use) { refused.append(use) }
  }
}
