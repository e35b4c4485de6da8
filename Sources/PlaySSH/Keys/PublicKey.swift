import Crypto
import FoundationEssentials

/// A public key in SSH's wire form (RFC 4253 section 6.6): a type name, then the type's own fields.
struct PublicKey: Sendable, Hashable {
  let blob: [UInt8]
  /// Such as `ssh-ed25519`.
  let type: String

  /// `nil` when the blob does not begin with a type name.
  init?(blob: [UInt8]) {
    guard let type = blob.withUnsafeBytes({ Self.typeName(in: $0) }) else { return nil }
    self.blob = blob
    self.type = type
  }

  private static func typeName(in bytes: UnsafeRawBufferPointer) -> String? {
    var reader = WireReader(bytes)
    guard let name = reader.readText(), !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    return name
  }

  /// As `ssh-keygen -l` shows it: `SHA256:` and base64 without padding.
  var fingerprint: String {
    let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
    return "SHA256:" + digest.prefix { $0 != "=" }
  }
}
