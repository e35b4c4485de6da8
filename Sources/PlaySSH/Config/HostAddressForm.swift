#if canImport(Glibc)
  import Glibc
#endif

/// The one form in which ssh knows a host by what was written for it.
enum HostAddressForm {
  /// A name in lower case; an address as getnameinfo(3) writes it: `127.1` is `127.0.0.1` (ssh.c, `is_addr`).
  static func canonical(_ text: String) -> String { address(text) ?? text.lowercased() }

  private static func address(_ text: String) -> String? {
    // Whatever begins with a letter and has no colon is a name.
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || text.utf8.contains(UInt8(ascii: ":"))
    else { return nil }
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(text, nil, &hints, &found) == 0, let entry = found else { return nil }
    defer { freeaddrinfo(entry) }
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = getnameinfo(
      entry.pointee.ai_addr, entry.pointee.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
    return code == 0
      ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
