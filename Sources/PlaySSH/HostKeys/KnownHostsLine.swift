import Crypto
import FoundationEssentials

/// One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
struct KnownHostsLine: Sendable, Hashable {
  enum Marker: Sendable, Hashable {
    case none
    case revoked
    case certificateAuthority
  }

  enum Names: Sendable, Hashable {
    case patterns([HostPattern])
    /// `|1|salt|hash`: HMAC-SHA1 of the name with the salt as key.
    case hashed(salt: [UInt8], hash: [UInt8])
  }

  let marker: Marker
  let names: Names
  let key: PublicKey
  /// Counted from one.
  let number: Int

  /// `nil` for blank lines, comments and lines that OpenSSH too would skip as malformed.
  init?(_ text: some StringProtocol, number: Int) {
    var fields = text.split(maxSplits: 4, omittingEmptySubsequences: true) {
      $0 == " " || $0 == "\t" || $0 == "\r"
    }[...]
    guard let first = fields.first, !first.hasPrefix("#") else { return nil }
    switch first {
    case "@revoked": marker = .revoked
    case "@cert-authority": marker = .certificateAuthority
    default:
      guard !first.hasPrefix("@") else { return nil }
      marker = .none
    }
    if marker != .none { fields = fields.dropFirst() }
    let parts = fields[..<min(fields.startIndex + 3, fields.endIndex)].map { String($0) }
    guard parts.count == 3, let names = Self.names(parts[0]) else { return nil }
    guard let blob = Data(base64Encoded: parts[2]), let key = PublicKey(blob: [UInt8](blob)),
      key.type == parts[1]
    else { return nil }
    self.names = names
    self.key = key
    self.number = number
  }

  private static func names(_ field: String) -> Names? {
    guard field.hasPrefix("|") else {
      let patterns = field.split(separator: ",").map { HostPattern($0) }
      return patterns.isEmpty ? nil : .patterns(patterns)
    }
    let parts = field.split(separator: "|", omittingEmptySubsequences: true)
    guard parts.count == 3, parts[0] == "1", let salt = Data(base64Encoded: String(parts[1])),
      let hash = Data(base64Encoded: String(parts[2])), hash.count == Insecure.SHA1.byteCount
    else { return nil }
    return .hashed(salt: [UInt8](salt), hash: [UInt8](hash))
  }

  /// `name` must be lower case, and `[name]:port` for a port other than 22.
  func concerns(_ name: String) -> Bool {
    switch names {
    case .patterns(let patterns):
      return HostPattern.anyMatches(patterns, name)
    case .hashed(let salt, let hash):
      let code = HMAC<Insecure.SHA1>.authenticationCode(
        for: Array(name.utf8), using: SymmetricKey(data: salt))
      return code.elementsEqual(hash)
    }
  }
}
