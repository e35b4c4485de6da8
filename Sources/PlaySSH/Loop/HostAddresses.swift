import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#endif

/// Where a name leads.
enum HostAddresses {
  struct Unknown: Error {
    /// The resolver's own words.
    let words: String
  }

  /// As the system's resolver has it (getaddrinfo(3)), which may take its time.
  static func of(_ host: String, port: Int) async throws -> [SocketAddress] {
    try await NIOThreadPool.singleton.runIfActive { try resolve(host, port: port) }
  }

  private static func resolve(_ host: String, port: Int) throws -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_protocol = Int32(IPPROTO_TCP)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { throw Unknown(words: String(cString: gai_strerror(code))) }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee {
      // The list is valid until it is freed, and each address has the form of its family.
      switch (entry.ai_family, entry.ai_addr) {
      case (AF_INET, let address?):
        addresses.append(
          address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            SocketAddress($0.pointee, host: host)
          })
      case (AF_INET6, let address?):
        addresses.append(
          address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
            SocketAddress($0.pointee, host: host)
          })
      default: break
      }
      next = entry.ai_next
    }
    guard !addresses.isEmpty else { throw Unknown(words: "it has no address") }
    return addresses
  }
}
