#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Whether a text is an IP address, as `inet_pton(3)` reads it.
enum IPAddress {
  static func isValid(_ text: String) -> Bool { isIPv4(text) || isIPv6(text) }

  static func isIPv4(_ text: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1
  }

  static func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
  }
}
