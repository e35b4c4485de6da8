import NIOCore
import NIOPosix
import PlayModel

/// Turns a target into a plan: options, known_hosts, keys, all read before the first byte is sent.
final class ConnectionPlanner: Sendable {
  private let configuration: SSHConfiguration
  private let knownHosts = KnownHostsStore()
  private let keys: KeyRing
  private let resolver: OptionResolver

  init(configuration: SSHConfiguration) {
    self.configuration = configuration
    keys = KeyRing(passphrase: configuration.passphrase)
    resolver = OptionResolver(
      config: configuration.clientConfig,
      local: LocalFacts(user: configuration.localUser, home: configuration.homeDirectory))
  }

  /// `trail`: the places that lead here as jump hosts of one another, the last one first.
  func plan(for target: ConnectionTarget, trail: [String] = []) async throws(HostFailure) -> ConnectionPlan {
    let options = try await options(for: target)
    let address = options.hostName ?? target.address
    let port = options.port ?? 22
    let user = options.user ?? configuration.localUser
    guard !user.utf8.contains(0), !address.utf8.contains(0), (1...65535).contains(port) else {
      throw HostFailure(
        host: target.name, reason: .connectionFailed,
        detail: "no such address: \(user)@\(address) port \(port)")
    }
    let identity = HostIdentity(address: address, port: port, alias: options.hostKeyAlias)
    let userFiles =
      options.userKnownHostsFiles
      ?? ["known_hosts", "known_hosts2"].map { configuration.homeDirectory + "/.ssh/" + $0 }
    let allFiles = userFiles + (options.globalKnownHostsFiles ?? configuration.globalKnownHostsFiles)
    let known = knownHosts.knownHosts(in: allFiles)
    let judge = HostKeyJudge(
      host: target.name, identity: identity, address: address, port: port,
      policy: options.hostKeyPolicy ?? .strict, files: allFiles, userFiles: userFiles, known: known,
      store: knownHosts)
    let (credentials, remarks) = try await credentials(for: target, options)
    return ConnectionPlan(
      host: target.name,
      route: try await route(for: target, options, trail: ["\(user)@\(address):\(port)"] + trail),
      address: address,
      port: port, user: user,
      hostKeyAlgorithms: known.hostKeyAlgorithms(for: identity), judgeHostKey: { judge.judge($0) },
      credentials: credentials, remarks: remarks,
      connectDeadline: options.connectTimeout.flatMap { $0 > .zero ? $0 : nil } ?? Self.connectDeadline,
      authenticationDeadline: TimeAmount(target.authenticationDeadline),
      keepaliveInterval: TimeAmount(options.serverAliveInterval ?? Self.keepaliveInterval),
      mostUnansweredKeepalives: options.serverAliveCountMax ?? 3)
  }

  /// What two connections have in common that may stand for each other: where they lead, as whom, and what host keys
  /// are trusted for it. No key is read and nobody is asked for a passphrase.
  func way(to target: ConnectionTarget) async throws(HostFailure) -> String {
    let options = try await options(for: target)
    let parts: [String?] = [
      options.user ?? configuration.localUser, options.hostName ?? target.address, String(options.port ?? 22),
      options.proxyJump, options.hostKeyAlias, (options.hostKeyPolicy ?? .strict).rawValue,
      configuration.homeDirectory,
    ]
    let files = (options.userKnownHostsFiles ?? ["-"]) + ["-"] + (options.globalKnownHostsFiles ?? ["-"])
    return (parts.map { $0 ?? "-" } + files).joined(separator: "\n")
  }

  /// Where nobody says: as in Ansible, and with ssh's "no limit" too, because nothing may hang.
  private static let connectDeadline = Duration.seconds(10)
  private static let keepaliveInterval = Duration.seconds(15)

  private func options(for target: ConnectionTarget) async throws(HostFailure) -> SSHOptions {
    let resolver = resolver
    let result: Result<SSHOptions, any Error>
    if resolver.mayBlock(for: target) {
      do {
        result = .success(
          try await NIOThreadPool.singleton.runIfActive { try resolver.options(for: target) })
      } catch {
        result = .failure(error)
      }
    } else {
      result = Result { try resolver.options(for: target) }
    }
    switch result {
    case .success(let options): return options
    case .failure(let problem as SSHOptionProblem):
      throw HostFailure(
        host: target.name, reason: .connectionFailed,
        detail: "\(problem.position?.description ?? "SSH arguments"): \(problem.text)",
        advice: problem.hint
          ?? (problem.position == nil
            ? "change ansible_ssh_args, ansible_ssh_common_args, ansible_ssh_extra_args or the option named"
            : nil))
    case .failure(let error):
      throw HostFailure(host: target.name, reason: .connectionFailed, detail: String(describing: error))
    }
  }

  // MARK: - Credentials

  private func credentials(
    for target: ConnectionTarget, _ options: SSHOptions
  ) async throws(HostFailure) -> ([Credential], [String]) {
    var remarks: [String] = []
    var found = passwords(target)
    if options.pubkeyAuthentication ?? true, options.allows("publickey") {
      let signers = try await signers(for: target, options, &remarks)
      found = ordered(signers) + found
    }
    if options.passwordAuthentication == false { found.removeAll { $0.method == "password" } }
    if options.kbdInteractiveAuthentication == false {
      found.removeAll { $0.method == "keyboard-interactive" }
    }
    guard let methods = options.preferredAuthentications else { return (found, remarks) }
    return (methods.flatMap { method in found.filter { $0.method == method } }, remarks)
  }

  /// Keys in the order to try, from files and the agent. A key named for this host must be usable; what a
  /// configuration names, or what is usual, may be missing.
  private func signers(
    for target: ConnectionTarget, _ options: SSHOptions, _ remarks: inout [String]
  ) async throws(HostFailure) -> [Signer] {
    var agentSigners: [Signer] = []
    if let socket = agentSocket(options) {
      if let (agent, identities) = await keys.agent(at: socket) {
        agentSigners = identities.map { .agent(agent, $0) }
      } else {
        remarks.append("the agent at \(socket) does not answer")
      }
    }
    var signers: [Signer] = []
    let usual = ["id_ed25519", "id_ecdsa", "id_rsa"].map { configuration.homeDirectory + "/.ssh/" + $0 }
    let files = options.identityFiles ?? usual.map { .init(path: $0, isRequired: false) }
    for file in files {
      switch await signer(at: file.path, agentSigners) {
      case .success(let signer): signers.append(signer)
      case .failure(let problem) where file.isRequired:
        throw HostFailure(
          host: target.name, reason: .keyUnusable, detail: problem.text(file.path),
          advice: problem.advice(file.path))
      case .failure(.missing) where options.identityFiles == nil: break
      case .failure(let problem): remarks.append(problem.text(file.path))
      }
    }
    if options.identitiesOnly { return signers }
    return options.identityFiles?.isEmpty == false ? signers + agentSigners : agentSigners + signers
  }

  /// ssh_config(5), IdentityAgent.
  private func agentSocket(_ options: SSHOptions) -> String? {
    guard let name = options.identityAgent, name != "SSH_AUTH_SOCK" else { return configuration.agentSocket }
    if name.lowercased() == "none" { return nil }
    guard name.hasPrefix("$") else { return name }
    return resolver.environment(String(name.dropFirst())).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The file's key; the agent's hold of it where the file wants a passphrase.
  private func signer(at path: String, _ agentSigners: [Signer]) async -> Result<Signer, KeyFileProblem> {
    if let publicKey = await keys.publicKey(at: path),
      let held = agentSigners.first(where: { $0.publicKey == publicKey })
    {
      return .success(held)
    }
    return await keys.key(at: path).map { .file($0.key, $0.publicKey, path: path) }
  }

  /// Each key once. RSA goes with SHA-512; once all keys were refused, again with SHA-256.
  private func ordered(_ signers: [Signer]) -> [Credential] {
    var seen: Set<PublicKey> = []
    let unique = signers.filter { seen.insert($0.publicKey).inserted }
    let isRSA: (Signer) -> Bool = { $0.publicKey.type == "ssh-rsa" }
    return unique.map { .publicKey($0, algorithm: isRSA($0) ? "rsa-sha2-512" : $0.publicKey.type) }
      + unique.filter(isRSA).map { .publicKey($0, algorithm: "rsa-sha2-256") }
  }

  private func passwords(_ target: ConnectionTarget) -> [Credential] {
    target.password.map { [.password($0), .prompts($0)] } ?? []
  }
}
