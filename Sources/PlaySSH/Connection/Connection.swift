import NIOCore
import PlayModel

/// One SSH connection, from the first byte to the last. It belongs to its event loop.
///
/// `drive()` is its one engine: called whenever bytes have come, may be sent, or somebody wants
/// something, it makes each libssh2 call that is due until every one of them waits for the peer.
final class Connection {
  enum Phase {
    case connecting
    case handshaking
    case authenticating(Authentication)
    case open
    case closed(HostFailure)
  }

  let plan: ConnectionPlan
  let eventLoop: SSHLoop
  var scratch: ReadScratch { eventLoop.scratch }
  private(set) var phase = Phase.connecting
  private(set) var session: NativeSession?
  private(set) var transport: (any Transport)?
  var channels = ChannelQueue()
  var keepalive: Keepalive
  /// A session that the server refused is to be asked for again soon.
  var isAskingAgain = false
  /// Succeeds when commands can be run, or fails with `ConnectionFailure`.
  var whenReady: EventLoopFuture<Void> { ready.futureResult }
  private let ready: EventLoopPromise<Void>
  /// Succeeds when it has ended and its transport is closed.
  var whenClosed: EventLoopFuture<Void> { closed.futureResult }
  private let closed: EventLoopPromise<Void>
  /// What is under way before there is a transport.
  private var connecting: TCPConnect?
  private var phaseDeadline: LoopTimer?
  private var isDriving = false
  private var mustDriveAgain = false
  private var willFlush = false
  private var transportError: (any Error)?

  init(plan: ConnectionPlan, eventLoop: SSHLoop) {
    self.plan = plan
    self.eventLoop = eventLoop
    ready = eventLoop.makePromise()
    closed = eventLoop.makePromise()
    keepalive = Keepalive(interval: plan.keepaliveInterval, mostUnanswered: plan.mostUnansweredKeepalives)
  }

  // MARK: - What the transport tells

  /// Connects a socket to one of the addresses, and goes on from there.
  func connect(to addresses: [SocketAddress]) {
    guard case .connecting = phase else { return }
    let connecting = TCPConnect(to: addresses, on: eventLoop) { [unowned self] result in
      self.connecting = nil
      switch result {
      case .success(let socket): start(on: SocketTransport(socket, of: self, on: eventLoop))
      case .failure(let problem): fail(notConnected(problem), mayPass: problem.mayPass)
      }
    }
    self.connecting = connecting
    connecting.begin()
  }

  /// The transport is connected.
  func start(on transport: any Transport) {
    guard case .connecting = phase else { return }
    self.transport = transport
    guard let session = NativeSession(), session.prefer(.hostKey, plan.hostKeyAlgorithms) else {
      return fail(failure(.protocolError, "libssh2 \(NativeLibrary.version) could not begin a session"))
    }
    preferFastMethods(session)
    self.session = session
    phase = .handshaking
    drive()
  }

  /// `bytes` are valid for the length of the call.
  func received(_ bytes: UnsafeRawBufferPointer) {
    guard let session else { return }
    keepalive.heard()
    session.lend(bytes)
    drive()
    session.keepLent()
    drainLater()
  }

  /// Nothing more will come.
  func ended(_ error: (any Error)?) {
    transportError = transportError ?? error
    if case .closed = phase { return }
    guard let session else { return fail(lostBeforeBanner(), mayPass: true) }
    session.transportEnded = true
    drive()
    // What had come before the end has now been read and acted on.
    if case .closed = phase { return }
    fail(lost())
  }

  // MARK: - The engine

  func drive() {
    guard !isDriving else {
      mustDriveAgain = true
      return
    }
    isDriving = true
    repeat {
      mustDriveAgain = false
      step()
    } while mustDriveAgain
    isDriving = false
    if let session, channels.goodbyes > 0, session.outbound.readableBytes == channels.goodbyes {
      flushSoon()
    } else {
      flush()
    }
  }

  private func step() {
    guard let session else { return }
    switch phase {
    case .connecting, .closed: return
    case .handshaking: handshake(session)
    case .authenticating(let authentication): advance(authentication, session)
    case .open: advanceChannels(session)
    }
  }

  private func flush() {
    guard let session, session.outbound.readableBytes > 0 else { return }
    transport?.send(&session.outbound)
  }

  /// Nobody waits for an answer to the end of a channel. Most often the connection's own end, or the next
  /// command, comes right after it and goes in the same packet.
  private func flushSoon() {
    guard !willFlush else { return }
    willFlush = true
    eventLoop.atEndOfTurn { [self] in
      willFlush = false
      flush()
    }
  }

  private func handshake(_ session: NativeSession) {
    switch session.handshake() {
    case .incomplete: return
    case .failed(let error):
      if session.isBroken { return fail(unreadable()) }
      if error.isDisconnect, !session.isIdentified { return fail(lostBeforeBanner(), mayPass: true) }
      fail(handshakeFailure(error, session))
    case .complete:
      guard let key = session.hostKey().flatMap({ PublicKey(blob: $0) }) else {
        return fail(failure(.protocolError, "the server showed no host key"))
      }
      if let failure = plan.judgeHostKey(key) { return fail(failure) }
      expire(after: plan.authenticationDeadline) {
        $0.failure(.authenticationTimedOut, "authentication took too long")
      }
      phase = .authenticating(Authentication(plan: plan))
      mustDriveAgain = true
    }
  }

  /// Authentication is done.
  func open() {
    phaseDeadline?.cancel()
    phaseDeadline = nil
    phase = .open
    mustDriveAgain = true
    keepalive.begin(self)
    ready.succeed(())
  }

  // MARK: - Ends

  /// The one way out: everybody who waits for something hears why, and all memory is given back.
  func fail(_ failure: HostFailure, mayPass: Bool = false) {
    if case .closed = phase { return }
    phase = .closed(failure)
    phaseDeadline?.cancel()
    keepalive.end()
    ready.fail(ConnectionFailure(failure, mayPass: mayPass))
    channels.end(failure)
    session?.disconnect()
    flush()
    // libssh2 may be further up the stack, so its memory goes after this event.
    eventLoop.atEndOfTurn { [self] in release() }
    connecting?.cancel()
    connecting = nil
    transport?.close()
    closed.succeed(())
  }

  private func release() {
    session?.free()
    session = nil
    transport = nil
  }

  /// The user is done with the connection.
  func close() {
    fail(failure(.cancelled, "the connection was closed"))
  }

  /// `failure` is what it ends with if it is not open by then.
  func expire(after time: TimeAmount, _ failure: @escaping (Connection) -> HostFailure) {
    phaseDeadline?.cancel()
    phaseDeadline = eventLoop.after(time) { [weak self] in
      guard let self else { return }
      fail(failure(self))
    }
  }

  func failure(_ reason: HostFailure.Reason, _ detail: String, advice: String? = nil) -> HostFailure {
    HostFailure(host: plan.host, reason: reason, detail: detail, advice: advice)
  }

  /// The words of the system for the end of the transport.
  var transportWords: String? {
    transportError.map { String(describing: $0) }
  }
}
