import FoundationEssentials

/// A private key file of any format that OpenSSH reads.
struct KeyFile {
  private enum Format {
    case openSSH(OpenSSHKeyFile)
    case pem(PEMKeyFile)
  }

  private let format: Format

  /// ssh refuses larger ones too (`authfile.c`, MAX_KEY_FILE_SIZE).
  static let largestSize = 1 << 20

  init(text: String) throws(KeyFileProblem) {
    let armor = try KeyArmor(text: text)
    if armor.label == "OPENSSH PRIVATE KEY" {
      format = .openSSH(try OpenSSHKeyFile(body: armor.body))
    } else {
      format = .pem(try PEMKeyFile(armor: armor))
    }
  }

  var isEncrypted: Bool {
    switch format {
    case .openSSH(let file): file.isEncrypted
    case .pem(let file): file.isEncrypted
    }
  }

  /// The public half where it can be read without a passphrase.
  var publicKey: PublicKey? {
    switch format {
    case .openSSH(let file): file.publicKey
    case .pem: nil
    }
  }

  func privateKey(passphrase: [UInt8]?) throws(KeyFileProblem) -> PrivateKey {
    switch format {
    case .openSSH(let file): try file.privateKey(passphrase: passphrase)
    case .pem(let file): try file.privateKey(passphrase: passphrase)
    }
  }
}
