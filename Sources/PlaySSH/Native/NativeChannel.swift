import CSSH2
import CSSH2Guard
import NIOCore

/// One channel of a session (RFC 4254 section 5). Its pointer is valid until `free()` is complete or
/// the session is freed, whichever is first; `session.pointer` is checked before every use.
final class NativeChannel {
  private let session: NativeSession
  private var pointer: OpaquePointer?
  /// Our number of the channel, `nil` if it was not seen.
  let number: UInt32?

  init(session: NativeSession, pointer: OpaquePointer, number: UInt32?) {
    self.session = session
    self.pointer = pointer
    self.number = number
  }

  private func live() -> OpaquePointer? { session.pointer == nil ? nil : pointer }

  enum Stream: Int32 {
    case stdout = 0
    /// SSH_EXTENDED_DATA_STDERR
    case stderr = 1
  }

  /// Asks for a command's execution (RFC 4254 section 6.5).
  func execute(_ line: String) -> NativeOutcome<Void> { start(request: "exec", message: line) }

  /// Asks for the login shell.
  func startShell() -> NativeOutcome<Void> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return session.outcome(cssh2_channel_process_startup(pointer, "shell", 5, nil, 0))
  }

  /// Asks for a terminal (RFC 4254 section 6.2), before the command.
  func requestTerminal(_ type: String, columns: Int, rows: Int) -> NativeOutcome<Void> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return session.outcome(
      cssh2_channel_request_pty(pointer, type, UInt32(type.utf8.count), Int32(columns), Int32(rows)))
  }

  /// Tells of a new window size (RFC 4254 section 6.7).
  func resizeTerminal(columns: Int, rows: Int) -> NativeOutcome<Void> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return session.outcome(cssh2_channel_request_pty_size(pointer, Int32(columns), Int32(rows)))
  }

  func startSubsystem(_ name: String) -> NativeOutcome<Void> { start(request: "subsystem", message: name) }

  private func start(request: String, message: String) -> NativeOutcome<Void> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return session.outcome(
      cssh2_channel_process_startup(
        pointer, request, UInt32(request.utf8.count), message, UInt32(message.utf8.count)))
  }

  /// Reads what has come on `stream` into `memory`; `complete(0)` is the end of the stream.
  func read(_ stream: Stream, into memory: UnsafeMutableRawBufferPointer) -> NativeOutcome<Int> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    let count = cssh2_channel_read(
      pointer, stream.rawValue, memory.bindMemory(to: CChar.self).baseAddress, memory.count)
    return outcome(count)
  }

  /// Sends bytes; answers how many were taken. `incomplete`: the peer's window is full.
  func write(_ bytes: UnsafeRawBufferPointer) -> NativeOutcome<Int> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return outcome(
      cssh2_channel_write(pointer, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count))
  }

  private func outcome(_ count: Int) -> NativeOutcome<Int> {
    if count >= 0 { return .complete(count) }
    if count == Int(LIBSSH2_ERROR_EAGAIN) { return .incomplete }
    let last = session.lastError()
    return .failed(session.isBroken ? last : NativeError(code: Int32(count), message: last.message))
  }

  func sendEnd() -> NativeOutcome<Void> {
    guard let pointer = live() else { return .failed(session.lastError()) }
    return session.outcome(cssh2_channel_send_eof(pointer))
  }

  /// Whether the peer has ended its output and all of it has been read.
  var isAtEnd: Bool {
    guard let pointer = live() else { return !session.isBroken }
    let answer = cssh2_channel_eof(pointer)
    session.noteGivenUp()
    return answer != 0 && !session.isBroken
  }

  /// Whether the peer has closed the channel. Only meaningful once `isAtEnd`.
  var isClosedByPeer: Bool {
    guard let pointer = live() else { return !session.isBroken }
    let answer = cssh2_channel_wait_closed(pointer)
    session.noteGivenUp()
    return answer != LIBSSH2_ERROR_EAGAIN && !session.isBroken
  }

  /// How the command ended, `nil` while the server has not said.
  var ending: ServerNotices.Ending? { number.flatMap { session.notices.endings[$0] } }

  /// Closes and frees. The peer's answer is waited for, so this too can be incomplete.
  func free() -> NativeOutcome<Void> {
    guard let pointer = live() else { return .complete(()) }
    switch session.outcome(cssh2_channel_free(pointer)) {
    case .incomplete: return .incomplete
    case .complete, .failed:
      self.pointer = nil
      if let number { session.notices.endings[number] = nil }
      return .complete(())
    }
  }
}
