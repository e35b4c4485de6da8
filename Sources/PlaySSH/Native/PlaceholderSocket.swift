#if canImport(Glibc)
  import Glibc
#endif

/// `libssh2_session_handshake` wants a valid descriptor for its `fcntl`, though every byte goes through
/// the callbacks: a non-blocking `/dev/null`, one for the whole process, is never read or written.
enum PlaceholderSocket {
  static let descriptor: Int32 = open("/dev/null", O_RDWR | O_NONBLOCK | O_CLOEXEC)
}
