import SwiftASN1

/// The kind of key in a PKCS#8 `PrivateKeyInfo` (RFC 5208 section 5).
enum PKCS8Algorithm {
  case rsa
  case elliptic
  case ed25519

  init(der: [UInt8]) throws {
    let identifier = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
      _ = try Int(derEncoded: &nodes)
      let identifier = try DER.sequence(&nodes) { inner in
        let identifier = try ASN1ObjectIdentifier(derEncoded: &inner)
        _ = inner.next()
        return identifier
      }
      while nodes.next() != nil {}
      return identifier
    }
    switch identifier {
    case [1, 2, 840, 113549, 1, 1, 1]: self = .rsa
    case [1, 2, 840, 10045, 2, 1]: self = .elliptic
    case [1, 3, 101, 112]: self = .ed25519
    default: throw KeyFileProblem.unsupported("key type \(identifier)")
    }
  }
}
