/// One jump host as ProxyJump names it (ssh_config(5)): `[user@]host[:port]`, or
/// `ssh://[user@]host[:port]`.
struct JumpHop: Sendable, Hashable {
  let user: String?
  /// A name or address, or an alias that ssh_config knows.
  let host: String
  let port: Int?

  /// The hops of a ProxyJump value, in the order they are gone through; empty for `none`.
  static func hops(in value: String) throws(SSHOptionProblem) -> [JumpHop] {
    guard value.trimmingSpaces().lowercased() != "none" else { return [] }
    var hops: [JumpHop] = []
    for text in value.split(separator: ",", omittingEmptySubsequences: false) {
      hops.append(try JumpHop(text.trimmingSpaces()))
    }
    return hops
  }

  init(_ text: String) throws(SSHOptionProblem) {
    let problem = SSHOptionProblem(
      text: "the jump host \"\(text)\" is not of the form [user@]host[:port] or ssh://[user@]host[:port]")
    let isURI = text.lowercased().hasPrefix("ssh://")
    var rest = Substring(isURI ? text.dropFirst("ssh://".count) : text[...])
    if isURI, rest.hasSuffix("/") { rest = rest.dropLast() }
    if let at = rest.lastIndex(of: "@") {
      guard let name = Self.user(rest[..<at], isURI: isURI) else { throw problem }
      user = name
      rest = rest[rest.index(after: at)...]
    } else {
      user = nil
    }
    guard let (name, number) = Self.address(rest) else { throw problem }
    host = name
    port = number
    // A host that begins with a dash would be taken for an option wherever it is handed on.
    guard !host.hasPrefix("-"), Self.isPrintable(host),
      user.map({ Self.isPrintable($0) && !$0.contains(",") }) ?? true
    else { throw problem }
  }

  /// Without spaces and control characters, which do not survive being handed on; nor does a comma in a user's name.
  private static func isPrintable(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
  }

  /// In a URI parameters may follow the user (`user;fingerprint=…`), and bytes may be escaped.
  private static func user(_ text: Substring, isURI: Bool) -> String? {
    let name = isURI ? text.prefix { $0 != ";" } : text
    guard !name.isEmpty else { return nil }
    return isURI ? unescaped(name) : String(name)
  }

  private static func address(_ text: Substring) -> (host: String, port: Int?)? {
    var rest = text
    let host: Substring
    if rest.hasPrefix("[") {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
    } else {
      host = rest.prefix { $0 != ":" }
      rest = rest[host.endIndex...]
    }
    guard !host.isEmpty, !host.contains("/") else { return nil }
    guard !rest.isEmpty else { return (String(host), nil) }
    guard rest.hasPrefix(":") else { return nil }
    let digits = rest.dropFirst()
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
      (1...65535).contains(port)
    else { return nil }
    return (String(host), port)
  }

  /// `%41` for a byte (RFC 3986 section 2.1).
  private static func unescaped(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value != 0
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// What ssh is told of this hop, as words of its command line.
  var arguments: [String] {
    (user.map { ["-l", $0] } ?? []) + (port.map { ["-p", String($0)] } ?? [])
  }

  /// As ProxyJump takes it.
  var text: String {
    // A bare `none` would mean no jump host.
    let place = host.contains(":") || host.lowercased() == "none" ? "[\(host)]" : host
    return (user.map { $0 + "@" } ?? "") + place + (port.map { ":\($0)" } ?? "")
  }
}
