import Crypto
import CryptoExtras
import SwiftASN1

/// `EncryptedPrivateKeyInfo` with PBES2 (RFC 5958 section 3, RFC 8018 section 6.2): PBKDF2 and AES in
/// CBC mode, which is what OpenSSL and ssh-keygen write.
struct EncryptedPKCS8 {
  /// More iterations than this would take minutes; OpenSSL's default is 2048.
  private static let mostIterations = 10_000_000

  private struct Scheme {
    let salt: [UInt8]
    let iterations: Int
    let hash: KDF.Insecure.PBKDF2.HashFunction
    let keyLength: Int
    let vector: [UInt8]
    let sealed: [UInt8]
  }

  static func decrypt(_ der: [UInt8], passphrase: [UInt8]) throws(KeyFileProblem) -> [UInt8] {
    let scheme: Scheme
    do {
      scheme = try parse(der)
    } catch let problem as KeyFileProblem {
      throw problem
    } catch {
      throw .malformed("its encryption header is damaged")
    }
    guard (1...mostIterations).contains(scheme.iterations) else {
      throw .unsupported("\(scheme.iterations) iterations of PBKDF2")
    }
    do {
      let key = try KDF.Insecure.PBKDF2.deriveKey(
        from: passphrase, salt: scheme.salt, using: scheme.hash, outputByteCount: scheme.keyLength,
        unsafeUncheckedRounds: scheme.iterations)
      return [UInt8](
        try AES._CBC.decrypt(scheme.sealed, using: key, iv: AES._CBC.IV(ivBytes: scheme.vector)))
    } catch {
      throw .wrongPassphrase
    }
  }

  private static func parse(_ der: [UInt8]) throws -> Scheme {
    try DER.sequence(try DER.parse(der), identifier: .sequence) { outer in
      let parameters = try DER.sequence(&outer) { algorithm in
        guard try ASN1ObjectIdentifier(derEncoded: &algorithm) == [1, 2, 840, 113549, 1, 5, 13] else {
          throw KeyFileProblem.unsupported("encryption other than PBES2")
        }
        return try DER.sequence(&algorithm) { nodes in
          (try derivation(&nodes), try cipher(&nodes))
        }
      }
      let sealed = try ASN1OctetString(derEncoded: &outer)
      let ((salt, iterations, hash), (keyLength, vector)) = parameters
      return Scheme(
        salt: salt, iterations: iterations, hash: hash, keyLength: keyLength, vector: vector,
        sealed: [UInt8](sealed.bytes))
    }
  }

  private static func derivation(
    _ nodes: inout ASN1NodeCollection.Iterator
  ) throws -> ([UInt8], Int, KDF.Insecure.PBKDF2.HashFunction) {
    try DER.sequence(&nodes) { derivation in
      guard try ASN1ObjectIdentifier(derEncoded: &derivation) == [1, 2, 840, 113549, 1, 5, 12] else {
        throw KeyFileProblem.unsupported("key derivation other than PBKDF2")
      }
      return try DER.sequence(&derivation) { parameters in
        let salt = try ASN1OctetString(derEncoded: &parameters)
        let iterations = try Int(derEncoded: &parameters)
        var hash = KDF.Insecure.PBKDF2.HashFunction.insecureSHA1
        while let node = parameters.next() {
          // An optional keyLength may come first; the cipher already says it.
          guard node.identifier == .sequence else { continue }
          hash = try pseudorandomFunction(node)
        }
        return ([UInt8](salt.bytes), iterations, hash)
      }
    }
  }

  private static func pseudorandomFunction(_ node: ASN1Node) throws -> KDF.Insecure.PBKDF2.HashFunction {
    try DER.sequence(node, identifier: .sequence) { nodes in
      let identifier = try ASN1ObjectIdentifier(derEncoded: &nodes)
      while nodes.next() != nil {}
      switch identifier {
      case [1, 2, 840, 113549, 2, 7]: return .insecureSHA1
      case [1, 2, 840, 113549, 2, 9]: return .sha256
      case [1, 2, 840, 113549, 2, 10]: return .sha384
      case [1, 2, 840, 113549, 2, 11]: return .sha512
      default: throw KeyFileProblem.unsupported("PBKDF2 with \(identifier)")
      }
    }
  }

  private static func cipher(_ nodes: inout ASN1NodeCollection.Iterator) throws -> (Int, [UInt8]) {
    try DER.sequence(&nodes) { cipher in
      let identifier = try ASN1ObjectIdentifier(derEncoded: &cipher)
      let vector = try ASN1OctetString(derEncoded: &cipher)
      guard vector.bytes.count == 16 else {
        throw KeyFileProblem.malformed("its initialization vector is damaged")
      }
      switch identifier {
      case [2, 16, 840, 1, 101, 3, 4, 1, 2]: return (16, [UInt8](vector.bytes))
      case [2, 16, 840, 1, 101, 3, 4, 1, 22]: return (24, [UInt8](vector.bytes))
      case [2, 16, 840, 1, 101, 3, 4, 1, 42]: return (32, [UInt8](vector.bytes))
      default: throw KeyFileProblem.unsupported("cipher \(identifier)")
      }
    }
  }
}
