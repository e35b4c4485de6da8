import NIOCore
import PlayModel

/// Turns a target into a plan: options, known_hosts, keys, all read before the first byte is sent.
final class ConnectionPlanner: Sendable {
  private let configuration: SSHConfiguration
  private let knownHosts = KnownHostsStore()
  private let keys: KeyRing

  init(configuration: SSHConfiguration, group: any EventLoopGroup) {
    self.configuration = configuration
    keys = KeyRing(passphrase: configuration.passphrase, group: group)
  }

  /// `trail`: the places that lead here as jump hosts of one another, the last one first.
  func plan(for target: ConnectionTarget, trail: [String] = []) async throws(HostFailure) -> ConnectionPlan {
    let options = try options(for: target)
    let address = options.hostName ?? target.address
    let port = target.port == 22 ? options.port ?? 22 : target.port
    let user = target.user ?? options.user ?? configuration.localUser
    guard !user.utf8.contains(0), !address.utf8.contains(0), (1...65535).contains(port) else {
      throw HostFailure(
        host: target.name, reason: .connectionFailed,
        detail: "no such address: \(user)@\(address) port \(port)")
    }
    let identity = HostIdentity(address: address, port: port, alias: options.hostKeyAlias)
    let userFiles = files(
      target.knownHostsFiles, options.userKnownHostsFiles, ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"])
    let allFiles =
      userFiles + (options.globalKnownHostsFiles?.map(expand) ?? configuration.globalKnownHostsFiles)
    let known = knownHosts.knownHosts(in: allFiles)
    let judge = HostKeyJudge(
      host: target.name, identity: identity, address: address, port: port,
      policy: target.hostKeyPolicy == .strict ? options.hostKeyPolicy ?? .strict : target.hostKeyPolicy,
      files: allFiles, userFiles: userFiles, store: knownHosts)
    let (credentials, remarks) = try await credentials(for: target, options)
    return ConnectionPlan(
      host: target.name,
      route: try await route(for: target, options, trail: ["\(user)@\(address):\(port)"] + trail),
      address: address,
      port: port, user: user,
      hostKeyAlgorithms: known.hostKeyAlgorithms(for: identity), judgeHostKey: { judge.judge($0) },
      credentials: credentials, remarks: remarks,
      connectDeadline: options.connectTimeout.map { .seconds($0) } ?? target.connectDeadline,
      authenticationDeadline: TimeAmount(target.authenticationDeadline),
      keepaliveInterval: options.serverAliveInterval.map { .seconds(Int64($0)) }
        ?? TimeAmount(target.keepaliveInterval),
      mostUnansweredKeepalives: options.serverAliveCountMax ?? 3)
  }

  private func options(for target: ConnectionTarget) throws(HostFailure) -> SSHOptions {
    do throws(SSHOptionProblem) {
      return try SSHOptions(arguments: target.sshArguments)
    } catch {
      throw HostFailure(
        host: target.name, reason: .connectionFailed, detail: "SSH arguments: \(error.text)",
        advice: "change ansible_ssh_common_args, ansible_ssh_extra_args or the option named")
    }
  }

  private func files(_ first: [String], _ second: [String]?, _ usual: [String]) -> [String] {
    (first.isEmpty ? second ?? usual : first).map(expand)
  }

  private func expand(_ path: String) -> String {
    path == "~" || path.hasPrefix("~/") ? configuration.homeDirectory + path.dropFirst() : path
  }

  // MARK: - Credentials

  private func credentials(
    for target: ConnectionTarget, _ options: SSHOptions
  ) async throws(HostFailure) -> ([Credential], [String]) {
    let named = (target.keyFiles + options.identityFiles).map(expand)
    var signers: [Signer] = []
    var remarks: [String] = []
    var agent: (AgentClient, [AgentIdentity])?
    if let socket = options.identityAgent.map({ $0 == "none" ? nil : expand($0) })
      ?? configuration.agentSocket
    {
      agent = await keys.agent(at: socket)
      if agent == nil { remarks.append("the agent at \(socket) does not answer") }
    }
    let agentSigners = agent.map { agent in agent.1.map { Signer.agent(agent.0, $0) } } ?? []
    if named.isEmpty {
      signers = options.identitiesOnly ? [] : agentSigners
      for path in ["id_ed25519", "id_ecdsa", "id_rsa"].map({ expand("~/.ssh/\($0)") }) {
        switch await signer(at: path, agentSigners) {
        case .success(let signer): signers.append(signer)
        case .failure(.missing): break
        case .failure(let problem): remarks.append(problem.text(path))
        }
      }
    } else {
      for path in named {
        switch await signer(at: path, agentSigners) {
        case .success(let signer): signers.append(signer)
        case .failure(let problem):
          throw HostFailure(
            host: target.name, reason: .keyUnusable, detail: problem.text(path), advice: problem.advice(path))
        }
      }
      if !options.identitiesOnly { signers += agentSigners }
    }
    return (ordered(signers) + passwords(target), remarks)
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
