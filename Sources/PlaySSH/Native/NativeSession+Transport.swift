import CSSH2
import NIOCore

#if canImport(Glibc)
  import Glibc
#endif

extension NativeSession {
  private static let receive:
    @convention(c) (libssh2_socket_t, UnsafeMutableRawPointer?, Int, Int32, Abstract?) -> Int = {
      _, memory, length, _, abstract in
      guard let session = NativeSession.at(abstract), let memory else { return -Int(EBADF) }
      if session.failsToRead { return session.failedRead() }
      let count = session.take(length, to: memory)
      return count > 0 || session.transportEnded ? count : -Int(EAGAIN)
    }

  private static let send:
    @convention(c) (libssh2_socket_t, UnsafeRawPointer?, Int, Int32, Abstract?) -> Int = {
      _, memory, length, _, abstract in
      guard let session = NativeSession.at(abstract), let memory else { return -Int(EBADF) }
      // After the end nobody reads it; "sent" keeps libssh2 from waiting.
      guard !session.transportEnded else { return length }
      session.outbound.writeBytes(UnsafeRawBufferPointer(start: memory, count: length))
      return length
    }

  /// Set as last error too, because libssh2 leaves EAGAIN there, which would read as "call again".
  private func failedRead() -> Int {
    if let pointer { libssh2_session_set_last_error(pointer, LIBSSH2_ERROR_SOCKET_RECV, "given up") }
    return -Int(EIO)
  }

  /// Puts the two callbacks in libssh2's place for its own use of a socket.
  func installTransport(on pointer: OpaquePointer) {
    // `libssh2_session_callback_set` takes every callback as `void *` (1.10 has no typed form), so the
    // C function pointers are passed bit for bit.
    libssh2_session_callback_set(
      pointer, LIBSSH2_CALLBACK_RECV, unsafeBitCast(Self.receive, to: UnsafeMutableRawPointer.self))
    libssh2_session_callback_set(
      pointer, LIBSSH2_CALLBACK_SEND, unsafeBitCast(Self.send, to: UnsafeMutableRawPointer.self))
  }
}
