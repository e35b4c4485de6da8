import Glibc

/// A port that answers nobody, not even to refuse: its queue of connections is full, so that Linux drops what
/// else comes (listen(2)).
final class SilentPort: Sendable {
  let port: Int
  private let descriptors: [Int32]

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var descriptors = [listener]
    let isListening = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard bind(listener, pointer, length) == 0, listen(listener, 0) == 0,
          getsockname(listener, pointer, &length) == 0
        else { return false }
        for _ in 0..<4 {
          let filler = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
          _ = connect(filler, pointer, length)
          descriptors.append(filler)
        }
        return true
      }
    }
    guard isListening else { throw Tool.Failure(description: "no port to be silent on") }
    port = Int(UInt16(bigEndian: name.sin_port))
    self.descriptors = descriptors
  }

  deinit { for descriptor in descriptors { close(descriptor) } }
}
