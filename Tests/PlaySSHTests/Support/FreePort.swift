import Foundation

/// TCP ports on loopback addresses.
enum FreePort {
  /// A port that was free a moment ago.
  static func next(address: String = "127.0.0.1") throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var name = socketAddress(address, port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard result else { throw Tool.Failure(description: "no free port on \(address)") }
    return Int(UInt16(bigEndian: name.sin_port))
  }

  /// Waits until somebody listens.
  static func awaitListener(address: String, port: Int) throws {
    for _ in 0..<200 {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      defer { close(descriptor) }
      var name = socketAddress(address, port: port)
      let connected = withUnsafeMutablePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if connected { return }
      usleep(25_000)
    }
    throw Tool.Failure(description: "nobody listens on \(address) port \(port)")
  }

  private static func socketAddress(_ address: String, port: Int) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, address, &name.sin_addr)
    return name
  }
}
