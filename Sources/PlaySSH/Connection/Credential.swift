import PlayModel

/// One way to prove who the user is.
enum Credential: Sendable {
  case publicKey(Signer, algorithm: String)
  case password(Secret)
  /// The password, as answer to prompts that are not echoed.
  case prompts(Secret)

  /// The method's name in RFC 4252 and RFC 4256.
  var method: String {
    switch self {
    case .publicKey: "publickey"
    case .password: "password"
    case .prompts: "keyboard-interactive"
    }
  }

  /// For messages: what was tried.
  var description: String {
    switch self {
    case .publicKey(let signer, _): signer.description
    case .password: "password"
    case .prompts: "keyboard-interactive"
    }
  }
}
