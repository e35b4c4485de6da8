import PlayModel

/// What must be known of a text before the YAML parser may see it.
struct YAMLPrecheck {
  let text: String
  let file: String

  func check() throws(FileProblem) {
    if text.hasPrefix("$ANSIBLE_VAULT") {
      throw FileProblem(
        at: SourcePosition(file: file, line: 1, column: 1), "the file is encrypted with Ansible Vault",
        hint: VaultRefusal.hint)
    }
    try checkCharacters()
    try checkAliasedKeys()
  }

  /// YAML allows only printable characters (YAML 1.1 section 4.1.1); the parser's own message has
  /// an offset and no line.
  private func checkCharacters() throws(FileProblem) {
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      let allowed =
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
          0x10000...0x10FFFF:
          true
        default: false
        }
      if !allowed {
        let code = String(scalar.value, radix: 16, uppercase: true)
        throw FileProblem(
          at: SourcePosition(file: file, line: line, column: column),
          "the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) is not allowed in YAML",
          hint: "remove it, or write it with an escape in double quotes")
      }
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
  }

  /// The parser hashes keys, which takes for ever when a key is a nest of aliases. That many aliases
  /// together with a collection as a key are an attack: such a key is not allowed anyway.
  private func checkAliasedKeys() throws(FileProblem) {
    var aliases = 0
    var previous: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      if previous == "*", scalar != " ", scalar != "\n" { aliases += 1 }
      previous = scalar
    }
    // 30 aliases, spread as cleverly as can be, make e^(30/e), about 60,000 nodes.
    guard aliases > 30 else { return }
    for (index, line) in SourceLines(text).enumerated() {
      guard Self.hasSuspiciousKey(line) else { continue }
      throw FileProblem(
        at: SourcePosition(file: file, line: index + 1, column: 1),
        "a key made of aliases in a file with many aliases is refused",
        hint: "write the key out")
    }
  }

  private static func hasSuspiciousKey(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    var start = 0
    while start < bytes.count, [0x20, 0x2D, 0x5B, 0x7B, 0x2C].contains(bytes[start]) { start += 1 }
    if start < bytes.count, bytes[start] == UInt8(ascii: "?") { return true }
    var sawAlias = false
    var sawQuestion = false
    for (index, byte) in bytes.enumerated() {
      let before: UInt8 = index > 0 ? bytes[index - 1] : 0x20
      switch byte {
      case UInt8(ascii: "*"): sawAlias = true
      case UInt8(ascii: "?") where [0x20, 0x5B, 0x7B, 0x2C].contains(before): sawQuestion = true
      case UInt8(ascii: ":") where sawAlias:
        let closes = before == UInt8(ascii: "]") || before == UInt8(ascii: "}") || before == 0x20
        if closes || sawQuestion { return true }
      default: break
      }
    }
    return sawQuestion && sawAlias
  }
}

/// What is said wherever Ansible Vault's encryption is met.
enum VaultRefusal {
  static let hint =
    "Ansible Vault is not supported: keep the secret in a file outside the inventory and read it with -e @FILE"
}
