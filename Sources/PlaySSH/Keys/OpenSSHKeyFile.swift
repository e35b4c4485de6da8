import Crypto
import CryptoExtras

/// The `openssh-key-v1` container (OpenSSH's PROTOCOL.key).
struct OpenSSHKeyFile {
  private static let magic = [UInt8]("openssh-key-v1\0".utf8)

  let cipher: String
  let derivation: String
  let derivationOptions: [UInt8]
  /// The public half, readable without a passphrase.
  let publicKey: PublicKey
  let sealed: [UInt8]

  init(body: [UInt8]) throws(KeyFileProblem) {
    guard body.starts(with: Self.magic) else { throw .malformed("it does not begin with openssh-key-v1") }
    let parts = body.withUnsafeBytes { bytes -> OpenSSHKeyFile? in
      var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[Self.magic.count...]))
      guard let cipher = reader.readText(), let derivation = reader.readText(),
        let options = reader.readString(), let count = reader.readUInt32(), count == 1,
        let blob = reader.readString(), let publicKey = PublicKey(blob: blob),
        let sealed = reader.readString()
      else { return nil }
      return OpenSSHKeyFile(
        cipher: cipher, derivation: derivation, derivationOptions: options, publicKey: publicKey,
        sealed: sealed)
    }
    guard let parts else { throw .malformed("its fields are cut short, or it holds several keys") }
    self = parts
  }

  private init(
    cipher: String, derivation: String, derivationOptions: [UInt8], publicKey: PublicKey, sealed: [UInt8]
  ) {
    self.cipher = cipher
    self.derivation = derivation
    self.derivationOptions = derivationOptions
    self.publicKey = publicKey
    self.sealed = sealed
  }

  var isEncrypted: Bool { cipher != "none" }

  func privateKey(passphrase: [UInt8]?) throws(KeyFileProblem) -> PrivateKey {
    guard isEncrypted else { return try Self.decode(sealed, isEncrypted: false) }
    guard let passphrase else { throw .passphraseNeeded }
    return try Self.decode(try opened(with: passphrase), isEncrypted: true)
  }

  private static func decode(_ bytes: [UInt8], isEncrypted: Bool) throws(KeyFileProblem) -> PrivateKey {
    let result = bytes.withUnsafeBytes { raw -> Result<PrivateKey, KeyFileProblem> in
      var reader = WireReader(raw)
      guard let first = reader.readUInt32(), let second = reader.readUInt32(), first == second else {
        return .failure(isEncrypted ? .wrongPassphrase : .malformed("its check numbers differ"))
      }
      guard let type = reader.readText() else { return .failure(.malformed("it has no key type")) }
      do {
        guard let key = try key(ofType: type, from: &reader) else {
          return .failure(.malformed("its private part is cut short"))
        }
        return .success(key)
      } catch let problem as KeyFileProblem {
        return .failure(problem)
      } catch {
        return .failure(.malformed("its numbers are not a key"))
      }
    }
    return try result.get()
  }

  private static func key(ofType type: String, from reader: inout WireReader) throws -> PrivateKey? {
    switch type {
    case "ssh-ed25519":
      guard reader.readString() != nil, let seedAndPublic = reader.readString(), seedAndPublic.count == 64
      else { return nil }
      return .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: seedAndPublic.prefix(32)))
    case "ecdsa-sha2-nistp256":
      return try scalar(&reader, width: 32).map { .p256(try P256.Signing.PrivateKey(rawRepresentation: $0)) }
    case "ecdsa-sha2-nistp384":
      return try scalar(&reader, width: 48).map { .p384(try P384.Signing.PrivateKey(rawRepresentation: $0)) }
    case "ecdsa-sha2-nistp521":
      return try scalar(&reader, width: 66).map { .p521(try P521.Signing.PrivateKey(rawRepresentation: $0)) }
    case "ssh-rsa":
      guard let n = reader.readUnsignedInteger(), let e = reader.readUnsignedInteger(),
        let d = reader.readUnsignedInteger(), reader.readUnsignedInteger() != nil,
        let p = reader.readUnsignedInteger(), let q = reader.readUnsignedInteger()
      else { return nil }
      return try .rsa(_RSA.Signing.PrivateKey(n: n, e: e, d: d, p: p, q: q))
    default: throw KeyFileProblem.unsupported("key type \(type)")
    }
  }

  /// Curve name, public point and the private number, padded to the curve's width.
  private static func scalar(_ reader: inout WireReader, width: Int) throws -> [UInt8]? {
    guard reader.readText() != nil, reader.readString() != nil, let number = reader.readUnsignedInteger(),
      number.count <= width
    else { return nil }
    return [UInt8](repeating: 0, count: width - number.count) + number
  }
}
