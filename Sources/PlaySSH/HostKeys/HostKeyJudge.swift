import PlayModel

/// Decides about the key a host showed, by policy and known_hosts.
struct HostKeyJudge: Sendable {
  let host: HostName
  let identity: HostIdentity
  let address: String
  let port: Int
  let policy: HostKeyPolicy
  let files: [String]
  /// The first of these is where a new host is written to.
  let userFiles: [String]
  /// What was known when the connection was planned.
  let known: KnownHosts
  let store: KnownHostsStore

  /// `nil`: the key is trusted.
  func judge(_ key: PublicKey) -> HostFailure? {
    guard policy != .off else { return nil }
    // New hosts are added while others connect.
    let known = policy == .acceptNew ? store.knownHosts(in: files) : known
    switch known.verdict(on: key, of: identity) {
    case .trusted: return nil
    case .unknown(let otherTypes):
      if policy == .acceptNew, otherTypes.isEmpty { return remember(key) }
      return unknown(key, otherTypes)
    case .changed(let known): return changed(key, known)
    case .revoked(let entry):
      return failure(
        .hostKeyRevoked,
        "the key of \(identity.name), \(key.fingerprint) (\(key.type)), is revoked in \(entry.file) line \(entry.line.number)",
        "do not connect; the host needs a new key")
    }
  }

  private func remember(_ key: PublicKey) -> HostFailure? {
    // With `UserKnownHostsFile none` there is nowhere to write it to, and ssh connects all the same.
    guard !userFiles.isEmpty else { return nil }
    do {
      try store.add(key, for: identity, files: files)
      return nil
    } catch {
      return failure(.hostKeyUnknown, "the new host key could not be written: \(error)", nil)
    }
  }

  private func unknown(_ key: PublicKey, _ otherTypes: [String]) -> HostFailure {
    var detail = "known_hosts has no key for \(identity.name); it shows \(key.fingerprint) (\(key.type))"
    if !otherTypes.isEmpty {
      detail += ", and known_hosts lists only \(otherTypes.joined(separator: ", ")) for it"
    }
    let file = userFiles.first ?? "~/.ssh/known_hosts"
    return failure(
      .hostKeyUnknown, detail,
      "compare the fingerprint with the host's own, then: ssh-keyscan -p \(port) -t \(scanType(key)) \(address) >> \(file)"
    )
  }

  private func scanType(_ key: PublicKey) -> String {
    if key.type.hasPrefix("ecdsa-") { return "ecdsa" }
    return key.type == "ssh-rsa" ? "rsa" : "ed25519"
  }

  private func changed(_ key: PublicKey, _ known: KnownHosts.Entry) -> HostFailure {
    failure(
      .hostKeyChanged,
      "the key of \(identity.name) has changed: \(known.file) line \(known.line.number) has \(known.line.key.fingerprint), "
        + "it shows \(key.fingerprint) (\(key.type)). Somebody may be listening, or the host was set up anew",
      "find out why; if the host was set up anew: ssh-keygen -R '\(identity.name)' -f \(known.file)")
  }

  private func failure(_ reason: HostFailure.Reason, _ detail: String, _ advice: String?) -> HostFailure {
    HostFailure(host: host, reason: reason, detail: detail, advice: advice)
  }
}
