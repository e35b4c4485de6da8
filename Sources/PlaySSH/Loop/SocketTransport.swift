import CSSH2
import NIOCore

#if canImport(Glibc)
  import Glibc
#endif

/// A connection's TCP socket: bytes go out as they are sent, as far as the system takes them, and come in as
/// the loop hears of them.
final class SocketTransport: Transport, SocketWaiter {
  /// What may wait for the system before the sender is asked to wait, and from where it may go on.
  private static let mostWaiting = 64 * 1024
  private static let fewWaiting = 32 * 1024

  private let loop: SSHLoop
  private let connection: Connection
  private var descriptor: Int32
  private let place: Int
  /// What the system did not take yet.
  private var waiting = ByteBuffer()
  private var wasFull = false
  /// Since bytes came last.
  private var hasSent = false

  /// Takes over a connected socket that the loop waits for already.
  init(_ socket: ConnectedSocket, of connection: Connection, on loop: SSHLoop) {
    self.loop = loop
    self.connection = connection
    descriptor = socket.descriptor
    place = socket.place
    loop.sockets.change(descriptor, at: place, .reading, to: self)
  }

  deinit { close() }

  // MARK: - Of the loop

  func ready(_ events: UInt32) {
    if events & EPOLLOUT.rawValue != 0, waiting.readableBytes > 0 { sendWaiting() }
    // Errors and the end are told by the next read, as epoll(7) says.
    if events & ~EPOLLOUT.rawValue != 0, descriptor >= 0 { receive() }
  }

  private func receive() {
    let count = recv(descriptor, loop.received.memory.baseAddress, loop.received.memory.count, 0)
    if count > 0 {
      hasSent = false
      connection.received(UnsafeRawBufferPointer(rebasing: loop.received.memory[..<count]))
      if !hasSent { acknowledgeSoon() }
    } else if count == 0 {
      connection.ended(nil)
    } else if errno != EAGAIN, errno != EINTR {
      connection.ended(SystemProblem(errorNumber: errno))
    }
  }

  /// Tells the peer at once that its bytes are here, where nothing that is sent in this turn does so on the way.
  ///
  /// sshd sends in small pieces and without TCP_NODELAY: its second waits for this (RFC 896), and the system would
  /// wait 40 ms to tell it (RFC 1122 section 4.2.3.2; TCP_QUICKACK of tcp(7), which is for once). So every login took
  /// 40 ms longer: after it sshd names its host keys, and then opens the channel.
  private func acknowledgeSoon() {
    loop.atEndOfTurn { [self] in
      guard descriptor >= 0, !hasSent else { return }
      var yes: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_QUICKACK, &yes, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  // MARK: - Of the connection

  var isWritable: Bool {
    guard waiting.readableBytes >= Self.mostWaiting else { return true }
    wasFull = true
    return false
  }

  func send(_ bytes: inout ByteBuffer) {
    defer { bytes.clear() }
    guard descriptor >= 0 else { return }
    hasSent = true
    if waiting.readableBytes == 0 {
      bytes.moveReaderIndex(forwardBy: sent(bytes))
      guard bytes.readableBytes > 0, descriptor >= 0 else { return }
      loop.sockets.change(descriptor, at: place, [.reading, .writing])
    }
    waiting.writeBuffer(&bytes)
  }

  private func sendWaiting() {
    waiting.moveReaderIndex(forwardBy: sent(waiting))
    if waiting.readableBytes == 0, descriptor >= 0 {
      waiting = ByteBuffer()
      loop.sockets.change(descriptor, at: place, .reading)
    }
    if wasFull, waiting.readableBytes <= Self.fewWaiting {
      wasFull = false
      connection.drive()
    }
  }

  /// How many bytes the system took.
  private func sent(_ bytes: ByteBuffer) -> Int {
    bytes.withUnsafeReadableBytes { bytes in
      var total = 0
      while total < bytes.count {
        // Without a signal when the peer is gone (send(2)); the read that follows tells of that.
        let count = Glibc.send(
          descriptor, bytes.baseAddress?.advanced(by: total), bytes.count - total, Int32(MSG_NOSIGNAL))
        if count > 0 {
          total += count
        } else if errno != EINTR {
          // What a dead socket does not take is dropped.
          return errno == EAGAIN ? total : bytes.count
        }
      }
      return total
    }
  }

  func close() {
    guard descriptor >= 0 else { return }
    loop.sockets.forget(place)
    Glibc.close(descriptor)
    descriptor = -1
    waiting = ByteBuffer()
  }
}
