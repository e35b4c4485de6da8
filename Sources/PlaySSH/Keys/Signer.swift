import NIOCore

/// Whoever holds a private key: this process, or an agent.
enum Signer: Sendable {
  case file(PrivateKey, PublicKey, path: String)
  case agent(AgentClient, AgentIdentity)

  var publicKey: PublicKey {
    switch self {
    case .file(_, let key, _): key
    case .agent(_, let identity): identity.key
    }
  }

  var description: String {
    switch self {
    case .file(_, let key, let path): "\(path) (\(key.type))"
    case .agent(_, let identity): "agent key \(identity.comment) (\(identity.key.type))"
    }
  }

  /// The key as it is offered for an algorithm. For RSA with SHA-2 libssh2 1.10 takes the algorithm's
  /// name from the blob, so the blob begins with that name instead of `ssh-rsa`; sshd takes both.
  func blob(for algorithm: String) -> [UInt8] {
    guard algorithm != publicKey.type else { return publicKey.blob }
    var writer = WireWriter()
    writer.write(text: algorithm)
    return writer.bytes + publicKey.blob.dropFirst(4 + publicKey.type.utf8.count)
  }
}
