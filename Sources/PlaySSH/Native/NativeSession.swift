import CSSH2
import CSSH2Guard
import NIOCore

#if canImport(Glibc)
  import Glibc
#endif

/// One libssh2 session that does no I/O of its own: bytes of the peer are put into `inbound`, bytes
/// for the peer are taken from `outbound`. It belongs to one event loop.
///
/// Every call answers at once; `incomplete` means that the call is to be made again when more bytes
/// have come. Sending never waits: what libssh2 sends is taken whole, so the many ways in which an
/// interrupted send goes wrong in libssh2 cannot happen.
final class NativeSession {
  /// Owned; `nil` after `free()`, and when `isBroken`. libssh2 documents that a session is used by one thread
  /// at a time.
  private(set) var pointer: OpaquePointer?
  /// libssh2 met an assertion about the peer's bytes (`CSSH2Guard`). Its memory is left where it is, because
  /// it is in no state to be freed.
  private(set) var isBroken = false

  /// Bytes that came from the peer and that libssh2 has not read yet: first those that are kept here, then
  /// those that are lent by the one who received them, until `keepLent`.
  private var inbound = ByteBuffer()
  private var lent = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Bytes for the peer that have not been handed to the transport yet.
  var outbound = ByteBuffer()
  /// Set when nothing more will come; libssh2 then reads an end of stream after `inbound`.
  var transportEnded = false
  /// Set for the length of a call that is to fail (`giveUpOpening`).
  var failsToRead = false
  /// What the server said that libssh2 does not hand on.
  var notices = ServerNotices()
  /// The state of a public key signature that libssh2 asked for.
  var signature: SignatureRequest = .none
  /// Answers prompts of keyboard-interactive authentication; set for the length of that call.
  var promptAnswer: [UInt8]?
  /// Prompts that were answered since it was last cleared.
  var promptsAnswered = 0

  init?() {
    guard NativeLibrary.isReady else { return nil }
    // The reference is not retained: the session is freed in `free()` or `deinit`, before `self` goes.
    let reference = Unmanaged.passUnretained(self).toOpaque()
    pointer = libssh2_session_init_ex(Self.allocate, Self.release, Self.reallocate, reference)
    guard let pointer else { return nil }
    libssh2_session_set_blocking(pointer, 0)
    installTransport(on: pointer)
  }

  deinit { free() }

  /// Gives the session's memory back. Nothing can block here: the transport is declared ended, so
  /// libssh2 does not wait for answers to channels that are still open.
  func free() {
    guard let pointer else { return }
    transportEnded = true
    inbound = ByteBuffer()
    lent = UnsafeRawBufferPointer(start: nil, count: 0)
    while cssh2_session_free(pointer) == LIBSSH2_ERROR_EAGAIN {}
    self.pointer = nil
    noteGivenUp()
  }

  /// After each guarded call that did not succeed.
  func noteGivenUp() {
    guard cssh2_gave_up() else { return }
    isBroken = true
    pointer = nil
  }

  /// libssh2's last error.
  func lastError() -> NativeError {
    noteGivenUp()
    if isBroken { return .brokenPacket }
    guard let pointer else { return NativeError(code: LIBSSH2_ERROR_BAD_USE, message: "session is closed") }
    var text: UnsafeMutablePointer<CChar>?
    let code = libssh2_session_last_error(pointer, &text, nil, 0)
    return NativeError(code: code, message: text.map { String(cString: $0) } ?? "")
  }

  /// Reads a status code in which zero is success and EAGAIN means "again".
  func outcome(_ code: Int32) -> NativeOutcome<Void> {
    if code == 0 { return .complete(()) }
    if code == LIBSSH2_ERROR_EAGAIN { return .incomplete }
    let last = lastError()
    return .failed(last.code == code || isBroken ? last : NativeError(code: code, message: last.message))
  }

  /// The server said DISCONNECT, or its last byte has been read.
  var hasEnded: Bool { notices.disconnect != nil || (transportEnded && unread == 0) }

  /// How many bytes libssh2 has not read yet.
  var unread: Int { inbound.readableBytes + lent.count }

  /// Lets libssh2 read `bytes`, which are valid until `keepLent`.
  func lend(_ bytes: UnsafeRawBufferPointer) { lent = bytes }

  /// Copies what has not been read.
  func keepLent() {
    guard !lent.isEmpty else { return }
    inbound.writeBytes(lent)
    lent = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Moves up to `count` bytes to `memory`; answers how many.
  func take(_ count: Int, to memory: UnsafeMutableRawPointer) -> Int {
    if inbound.readableBytes > 0 {
      let taken = min(count, inbound.readableBytes)
      inbound.readWithUnsafeReadableBytes { bytes in
        if let start = bytes.baseAddress { memory.copyMemory(from: start, byteCount: taken) }
        return taken
      }
      if inbound.readableBytes == 0 { inbound = ByteBuffer() }
      return taken
    }
    let taken = min(count, lent.count)
    guard taken > 0, let start = lent.baseAddress else { return 0 }
    memory.copyMemory(from: start, byteCount: taken)
    lent = UnsafeRawBufferPointer(rebasing: lent[taken...])
    return taken
  }

  /// Says goodbye (DISCONNECT, by application). Nothing is waited for.
  func disconnect() {
    guard let pointer, !transportEnded else { return }
    _ = cssh2_session_disconnect(pointer, Int32(SSH_DISCONNECT_BY_APPLICATION), "done")
    noteGivenUp()
  }
}
