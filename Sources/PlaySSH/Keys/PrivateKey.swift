import Crypto
import CryptoExtras

/// A user's private key, ready to sign.
enum PrivateKey: Sendable {
  case ed25519(Curve25519.Signing.PrivateKey)
  case p256(P256.Signing.PrivateKey)
  case p384(P384.Signing.PrivateKey)
  case p521(P521.Signing.PrivateKey)
  /// `modulus` and `exponent` are big-endian, as the public half.
  case rsa(_RSA.Signing.PrivateKey, modulus: [UInt8], exponent: [UInt8])

  /// RSA from its DER form, PKCS#1 or PKCS#8.
  static func rsa(derRepresentation der: [UInt8]) throws -> PrivateKey {
    // "unsafe" admits keys from 1024 bits on, as OpenSSH's client does (RequiredRSASize).
    try rsa(_RSA.Signing.PrivateKey(unsafeDERRepresentation: der))
  }

  static func rsa(_ key: _RSA.Signing.PrivateKey) throws -> PrivateKey {
    let primitives = try key.publicKey.getKeyPrimitives()
    return .rsa(key, modulus: [UInt8](primitives.modulus), exponent: [UInt8](primitives.publicExponent))
  }

  /// The public half, RFC 8709 section 4, RFC 5656 section 3.1 and RFC 4253 section 6.6.
  var publicKey: PublicKey? {
    var writer = WireWriter()
    switch self {
    case .ed25519(let key):
      writer.write(text: "ssh-ed25519")
      writer.write(string: key.publicKey.rawRepresentation)
    case .p256(let key): Self.write(curve: "nistp256", point: key.publicKey.x963Representation, to: &writer)
    case .p384(let key): Self.write(curve: "nistp384", point: key.publicKey.x963Representation, to: &writer)
    case .p521(let key): Self.write(curve: "nistp521", point: key.publicKey.x963Representation, to: &writer)
    case .rsa(_, let modulus, let exponent):
      writer.write(text: "ssh-rsa")
      writer.write(unsignedInteger: exponent)
      writer.write(unsignedInteger: modulus)
    }
    return PublicKey(blob: writer.bytes)
  }

  private static func write(curve: String, point: some Collection<UInt8>, to writer: inout WireWriter) {
    writer.write(text: "ecdsa-sha2-" + curve)
    writer.write(text: curve)
    writer.write(string: point)
  }
}
