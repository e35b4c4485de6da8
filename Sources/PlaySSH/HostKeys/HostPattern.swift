/// A host pattern as OpenSSH has it (ssh_config(5), PATTERNS): `*` is any text, `?` any one character,
/// a leading `!` denies.
struct HostPattern: Sendable, Hashable {
  let isNegated: Bool
  /// Lower case, because host names have none.
  let glob: String

  init(_ text: some StringProtocol) {
    isNegated = text.hasPrefix("!")
    glob = (isNegated ? String(text.dropFirst()) : String(text)).lowercased()
  }

  var isLiteral: Bool {
    !isNegated && !glob.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }

  /// `name` must be lower case.
  func matches(_ name: String) -> Bool { Self.matches(Array(glob.utf8), Array(name.utf8)) }

  /// Whether any pattern of a list takes `name` and none denies it.
  static func anyMatches(_ patterns: [HostPattern], _ name: String) -> Bool {
    var found = false
    for pattern in patterns where pattern.matches(name) {
      if pattern.isNegated { return false }
      found = true
    }
    return found
  }

  /// Linear in practice: only the last `*` is ever gone back to.
  static func matches(_ glob: [UInt8], _ name: [UInt8]) -> Bool {
    var (pattern, position) = (0, 0)
    var star: (pattern: Int, position: Int)?
    while position < name.count {
      if pattern < glob.count, glob[pattern] == UInt8(ascii: "*") {
        star = (pattern, position)
        pattern += 1
      } else if pattern < glob.count, glob[pattern] == UInt8(ascii: "?") || glob[pattern] == name[position] {
        pattern += 1
        position += 1
      } else if let last = star {
        star = (last.pattern, last.position + 1)
        pattern = last.pattern + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return glob[pattern...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
