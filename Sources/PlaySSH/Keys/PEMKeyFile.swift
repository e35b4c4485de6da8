import Crypto
import CryptoExtras
import SwiftASN1

/// The older formats: PKCS#1 (`RSA PRIVATE KEY`), SEC 1 (`EC PRIVATE KEY`) and PKCS#8
/// (`PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`).
struct PEMKeyFile {
  private enum Protection {
    case none
    /// Headers `Proc-Type: 4,ENCRYPTED` and `DEK-Info` of RFC 1421, with OpenSSL's key derivation.
    case legacy(LegacyPEMCipher)
    /// PBES2 of RFC 8018 around PKCS#8.
    case pkcs8
  }

  private let label: String
  private let body: [UInt8]
  private let protection: Protection

  init(armor: KeyArmor) throws(KeyFileProblem) {
    label = armor.label
    body = armor.body
    switch armor.label {
    case "ENCRYPTED PRIVATE KEY": protection = .pkcs8
    case "PRIVATE KEY": protection = .none
    case "RSA PRIVATE KEY", "EC PRIVATE KEY":
      if let info = armor.headers["DEK-Info"] {
        protection = .legacy(try LegacyPEMCipher(info: info))
      } else {
        protection = .none
      }
    default: throw .unsupported("key format \(armor.label)")
    }
  }

  var isEncrypted: Bool {
    if case .none = protection { false } else { true }
  }

  func privateKey(passphrase: [UInt8]?) throws(KeyFileProblem) -> PrivateKey {
    let der: [UInt8]
    switch protection {
    case .none: der = body
    case .legacy(let cipher):
      guard let passphrase else { throw .passphraseNeeded }
      der = try cipher.decrypt(body, passphrase: passphrase)
    case .pkcs8:
      guard let passphrase else { throw .passphraseNeeded }
      der = try EncryptedPKCS8.decrypt(body, passphrase: passphrase)
    }
    do {
      return try Self.key(label: label, der: der)
    } catch let problem as KeyFileProblem {
      throw problem
    } catch {
      // A wrong passphrase leaves valid padding once in 256 times; what comes out is then no key.
      throw isEncrypted ? .wrongPassphrase : .malformed("its numbers are not a key")
    }
  }

  private static func key(label: String, der: [UInt8]) throws -> PrivateKey {
    switch label {
    case "RSA PRIVATE KEY": return try .rsa(derRepresentation: der)
    case "EC PRIVATE KEY": return try elliptic(der: der)
    default:
      switch try PKCS8Algorithm(der: der) {
      case .rsa: return try .rsa(derRepresentation: der)
      case .elliptic: return try elliptic(der: der)
      case .ed25519: return .ed25519(try Curve25519.Signing.PrivateKey(derRepresentation: der))
      }
    }
  }

  /// The DER names its curve inside; exactly one of the three takes it.
  private static func elliptic(der: [UInt8]) throws -> PrivateKey {
    if let key = try? P256.Signing.PrivateKey(derRepresentation: der) { return .p256(key) }
    if let key = try? P384.Signing.PrivateKey(derRepresentation: der) { return .p384(key) }
    return .p521(try P521.Signing.PrivateKey(derRepresentation: der))
  }
}
