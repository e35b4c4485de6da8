import CSSH2

#if canImport(Glibc)
  import Glibc
#endif

extension NativeSession {
  /// No packet, key or name of the protocol comes near this; a larger request is a peer that lies
  /// about a length, and libssh2 then fails with `LIBSSH2_ERROR_ALLOC`.
  private static let largestAllocation = 4 << 20

  typealias Abstract = UnsafeMutablePointer<UnsafeMutableRawPointer?>

  /// Zeroed, because libssh2 1.10 keeps a signal's name without a terminator when the peer lies about
  /// its length, and reads it as a C string later.
  static let allocate: @convention(c) (Int, Abstract?) -> UnsafeMutableRawPointer? = { count, _ in
    guard count <= largestAllocation else { return nil }
    return calloc(1, count)
  }

  static let reallocate:
    @convention(c) (UnsafeMutableRawPointer?, Int, Abstract?) -> UnsafeMutableRawPointer? =
      { old, count, _ in
        guard count <= largestAllocation else { return nil }
        return realloc(old, count)
      }

  /// libssh2 frees every message of the server after it has acted on it: the one place where messages
  /// can be seen that it does not hand on. `malloc_usable_size` bounds what is read.
  static let release: @convention(c) (UnsafeMutableRawPointer?, Abstract?) -> Void = { memory, abstract in
    guard let memory else { return }
    if ServerNotices.concerns(memory.load(as: UInt8.self)), let session = NativeSession.at(abstract) {
      session.notices.note(UnsafeRawBufferPointer(start: memory, count: malloc_usable_size(memory)))
    }
    Glibc.free(memory)
  }

  /// The session that a callback is about. libssh2 hands back the reference given to
  /// `libssh2_session_init_ex`; the session outlives every call that libssh2 makes for it.
  static func at(_ abstract: Abstract?) -> NativeSession? {
    guard let reference = abstract?.pointee else { return nil }
    return Unmanaged<NativeSession>.fromOpaque(reference).takeUnretainedValue()
  }
}
