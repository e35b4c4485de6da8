/// What known_hosts says of a key that a host showed.
enum HostKeyVerdict: Sendable, Hashable {
  case trusted
  /// Nothing about this host, or only keys of other types (`otherTypes`).
  case unknown(otherTypes: [String])
  case changed(known: KnownHosts.Entry)
  case revoked(KnownHosts.Entry)
}

extension KnownHosts {
  func verdict(on key: PublicKey, of host: HostIdentity) -> HostKeyVerdict {
    let verdict = verdict(on: key, under: host.name)
    guard case .unknown = verdict, let bare = host.nameWithoutPort else { return verdict }
    switch self.verdict(on: key, under: bare) {
    case .trusted: return .trusted
    case .revoked(let entry): return .revoked(entry)
    case .unknown, .changed: return verdict
    }
  }

  private func verdict(on key: PublicKey, under name: String) -> HostKeyVerdict {
    let about = entries(about: name)
    if let entry = about.first(where: { $0.line.marker == .revoked && $0.line.key == key }) {
      return .revoked(entry)
    }
    let plain = about.filter { $0.line.marker == .none }
    if plain.contains(where: { $0.line.key == key }) { return .trusted }
    if let entry = plain.first(where: { $0.line.key.type == key.type }) { return .changed(known: entry) }
    var types: [String] = []
    for entry in plain where !types.contains(entry.line.key.type) { types.append(entry.line.key.type) }
    return .unknown(otherTypes: types)
  }

  /// The host key algorithms to ask for, those of known keys first: a host known only by its ECDSA key
  /// must show that one (OpenSSH's sshconnect2.c, `order_hostkeyalgs`).
  func hostKeyAlgorithms(for host: HostIdentity) -> [String] {
    let usual = [
      "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512",
      "rsa-sha2-256", "ssh-rsa",
    ]
    let names = [host.name] + (host.nameWithoutPort.map { [$0] } ?? [])
    for name in names {
      let types = Set(entries(about: name).filter { $0.line.marker == .none }.map(\.line.key.type))
      guard !types.isEmpty else { continue }
      let isKnown: (String) -> Bool = {
        types.contains($0) || ($0.hasPrefix("rsa-sha2-") && types.contains("ssh-rsa"))
      }
      return usual.filter(isKnown) + usual.filter { !isKnown($0) }
    }
    return usual
  }
}
