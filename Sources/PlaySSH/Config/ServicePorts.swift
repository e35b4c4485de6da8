#if canImport(Glibc)
  import Glibc
#endif

/// Ports by the names that services(5) gives them.
enum ServicePorts {
  static func port(of service: String) -> Int? {
    var entry = servent()
    var found: UnsafeMutablePointer<servent>?
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getservbyname_r(service, "tcp", &entry, &buffer, buffer.count, &found) == 0, let found else {
      return nil
    }
    return Int(UInt16(bigEndian: UInt16(truncatingIfNeeded: found.pointee.s_port)))
  }
}
