import Crypto
import CryptoExtras

extension PrivateKey {
  /// Signs for `algorithm` (the name in the authentication request); `nil` when this key cannot.
  /// The result is the part after the algorithm's name in the signature's encoding.
  func signature(for data: [UInt8], algorithm: String) throws -> [UInt8]? {
    switch self {
    case .ed25519(let key):
      return [UInt8](try key.signature(for: data))
    case .p256(let key):
      return Self.encode([UInt8](try key.signature(for: data).rawRepresentation))
    case .p384(let key):
      return Self.encode([UInt8](try key.signature(for: data).rawRepresentation))
    case .p521(let key):
      return Self.encode([UInt8](try key.signature(for: data).rawRepresentation))
    case .rsa(let key, _, _):
      // RFC 8332 has PKCS#1 v1.5 padding for both; SHA-1 (`ssh-rsa`) is not offered.
      let signature: _RSA.Signing.RSASignature
      switch algorithm {
      case "rsa-sha2-512":
        signature = try key.signature(for: SHA512.hash(data: data), padding: .insecurePKCS1v1_5)
      case "rsa-sha2-256":
        signature = try key.signature(for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5)
      default: return nil
      }
      return [UInt8](signature.rawRepresentation)
    }
  }

  /// RFC 5656 section 3.1.2: mpint r, mpint s. `raw` is r and s, each as long as the curve's order.
  private static func encode(_ raw: [UInt8]) -> [UInt8] {
    var writer = WireWriter()
    writer.write(unsignedInteger: raw.prefix(raw.count / 2))
    writer.write(unsignedInteger: raw.suffix(raw.count / 2))
    return writer.bytes
  }
}
