extension KeyFileProblem {
  func text(_ path: String) -> String {
    switch self {
    case .missing: "the key file \(path) does not exist"
    case .unreadable(let why): "the key file \(path) cannot be read: \(why)"
    case .notAPrivateKey: "\(path) is not a private key file"
    case .malformed(let what): "the key file \(path) is damaged: \(what)"
    case .unsupported(let what): "the key file \(path) is of a kind that is not supported: \(what)"
    case .passphraseNeeded: "the key file \(path) has a passphrase and nobody gave it"
    case .wrongPassphrase: "the passphrase of the key file \(path) is wrong"
    }
  }

  func advice(_ path: String) -> String? {
    switch self {
    case .missing: "name a private key file that exists"
    case .unreadable: "make it readable for you alone: chmod 600 \(path)"
    case .notAPrivateKey: path.hasSuffix(".pub") ? "name the private key, without .pub" : nil
    case .malformed: "check it with: ssh-keygen -y -f \(path)"
    case .unsupported: "write it anew with: ssh-keygen -p -f \(path)"
    case .passphraseNeeded, .wrongPassphrase: "load it into an agent with: ssh-add \(path)"
    }
  }
}
