import NIOCore

#if canImport(Glibc)
  import Glibc
#endif

/// A socket that has just been connected; the loop waits for it.
struct ConnectedSocket {
  let descriptor: Int32
  let place: Int
}

/// Connects to the first of a host's addresses that answers. The next address is tried when one fails, or when
/// it has not answered for a while (RFC 8305). Used on its loop's thread.
final class TCPConnect {
  /// RFC 8305 section 5, Connection Attempt Delay.
  private static let patience = TimeAmount.milliseconds(250)

  private let loop: SSHLoop
  private var left: ArraySlice<SocketAddress>
  private var attempts: [Attempt] = []
  private var timer: LoopTimer?
  private var problem: SystemProblem?
  private var done: ((Result<ConnectedSocket, SystemProblem>) -> Void)?

  /// `addresses`: at least one. `done` is called once, unless it is cancelled first.
  init(
    to addresses: [SocketAddress], on loop: SSHLoop,
    done: @escaping (Result<ConnectedSocket, SystemProblem>) -> Void
  ) {
    self.loop = loop
    left = addresses[...]
    self.done = done
  }

  func begin() {
    while done != nil, let address = left.popFirst() {
      do throws(SystemProblem) {
        attempts.append(try Attempt(address, self))
      } catch {
        problem = problem ?? error
        continue
      }
      if !left.isEmpty { timer = loop.after(Self.patience) { [weak self] in self?.begin() } }
      return
    }
    if attempts.isEmpty { finish(.failure(problem ?? SystemProblem(errorNumber: EHOSTUNREACH))) }
  }

  func cancel() {
    timer?.cancel()
    for attempt in attempts { attempt.close() }
    attempts = []
    done = nil
  }

  private func ended(_ attempt: Attempt, _ errorNumber: Int32) {
    attempts.removeAll { $0 === attempt }
    guard errorNumber != 0 else { return finish(.success(attempt.socket)) }
    attempt.close()
    problem = problem ?? SystemProblem(errorNumber: errorNumber)
    timer?.cancel()
    begin()
  }

  private func finish(_ result: Result<ConnectedSocket, SystemProblem>) {
    let done = done
    cancel()
    done?(result)
  }

  /// One address.
  private final class Attempt: SocketWaiter {
    private(set) var socket: ConnectedSocket
    private let loop: SSHLoop
    private unowned let owner: TCPConnect

    init(_ address: SocketAddress, _ owner: TCPConnect) throws(SystemProblem) {
      self.owner = owner
      loop = owner.loop
      let family = address.protocol.rawValue
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
      let descriptor = Glibc.socket(family, kind, 0)
      guard descriptor >= 0 else { throw SystemProblem(errorNumber: errno) }
      // libssh2 sends small packets and waits for their answers.
      var one: Int32 = 1
      setsockopt(
        descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      let code = address.withSockAddr { Glibc.connect(descriptor, $0, socklen_t($1)) }
      guard code == 0 || errno == EINPROGRESS || errno == EINTR else {
        let problem = SystemProblem(errorNumber: errno)
        Glibc.close(descriptor)
        throw problem
      }
      socket = ConnectedSocket(descriptor: descriptor, place: -1)
      do throws(SystemProblem) {
        socket = ConnectedSocket(
          descriptor: descriptor, place: try loop.sockets.add(descriptor, .writing, self))
      } catch {
        Glibc.close(descriptor)
        throw error
      }
    }

    func ready(_ events: UInt32) {
      var errorNumber: Int32 = 0
      var length = socklen_t(MemoryLayout<Int32>.size)
      if getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &errorNumber, &length) != 0 {
        errorNumber = errno
      }
      owner.ended(self, errorNumber)
    }

    func close() {
      loop.sockets.forget(socket.place)
      Glibc.close(socket.descriptor)
    }
  }
}
