import Crypto
import CryptoExtras

extension OpenSSHKeyFile {
  /// Cipher and lengths of its key and IV, as in OpenSSH's cipher table.
  private enum Cipher {
    case ctr(Int)
    case cbc(Int)

    init?(_ name: String) {
      switch name {
      case "aes128-ctr": self = .ctr(16)
      case "aes192-ctr": self = .ctr(24)
      case "aes256-ctr": self = .ctr(32)
      case "aes128-cbc": self = .cbc(16)
      case "aes192-cbc": self = .cbc(24)
      case "aes256-cbc": self = .cbc(32)
      default: return nil
      }
    }

    var keyLength: Int {
      switch self {
      case .ctr(let length), .cbc(let length): length
      }
    }
  }

  private static let blockLength = 16
  /// More rounds than this would take minutes; ssh-keygen's default is 24.
  private static let mostRounds: UInt32 = 4096

  /// Decrypts the private part. A wrong passphrase shows in the check numbers of what comes out.
  func opened(with passphrase: [UInt8]) throws(KeyFileProblem) -> [UInt8] {
    guard let cipher = Cipher(cipher) else { throw .unsupported("cipher \(self.cipher)") }
    guard derivation == "bcrypt" else { throw .unsupported("key derivation \(derivation)") }
    guard let (salt, rounds) = bcryptOptions(), rounds >= 1, !salt.isEmpty else {
      throw .malformed("its bcrypt options are damaged")
    }
    guard rounds <= Self.mostRounds else { throw .unsupported("\(rounds) rounds of bcrypt") }
    guard !sealed.isEmpty, sealed.count.isMultiple(of: Self.blockLength) else {
      throw .malformed("its encrypted part is cut short")
    }
    guard !passphrase.isEmpty else { throw .wrongPassphrase }
    let material = BcryptKeyDerivation.derive(
      passphrase: passphrase, salt: salt, rounds: Int(rounds), length: cipher.keyLength + Self.blockLength)
    let key = SymmetricKey(data: material.prefix(cipher.keyLength))
    let vector = material.suffix(Self.blockLength)
    do {
      switch cipher {
      case .ctr:
        return [UInt8](try AES._CTR.decrypt(sealed, using: key, nonce: AES._CTR.Nonce(nonceBytes: vector)))
      case .cbc:
        return [UInt8](
          try AES._CBC.decrypt(sealed, using: key, iv: AES._CBC.IV(ivBytes: vector), noPadding: true))
      }
    } catch {
      throw .wrongPassphrase
    }
  }

  private func bcryptOptions() -> (salt: [UInt8], rounds: UInt32)? {
    derivationOptions.withUnsafeBytes { bytes in
      var reader = WireReader(bytes)
      guard let salt = reader.readString(), let rounds = reader.readUInt32() else { return nil }
      return (salt, rounds)
    }
  }
}
