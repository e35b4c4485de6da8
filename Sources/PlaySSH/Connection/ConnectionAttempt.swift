import NIOCore
import NIOPosix
import PlayModel
import Synchronization

/// One try at making a connection, from the TCP connect to the end of authentication.
final class ConnectionAttempt: Sendable {
  private let plan: ConnectionPlan
  private let group: any EventLoopGroup
  /// The turn at the jump host, if there is one on the way.
  private let lease: JumpLease?
  private let scratches: ScratchPool
  private let state = Mutex(State())

  /// Connections whose TCP connect is under way, by their channel: several when a name has several addresses.
  private struct State {
    var begun: [ObjectIdentifier: NIOLoopBound<Connection>] = [:]
    var isCancelled = false
  }

  init(plan: ConnectionPlan, group: any EventLoopGroup, scratches: ScratchPool, lease: JumpLease? = nil) {
    self.lease = lease
    self.plan = plan
    self.group = group
    self.scratches = scratches
  }

  func run(timeLeft: Duration) async throws(ConnectionFailure) -> SSHHost {
    let result: Result<SSHHost, any Error> = await withTaskCancellationHandler {
      do { return .success(try await connect(timeLeft: TimeAmount(timeLeft)).get()) } catch {
        return .failure(error)
      }
    } onCancel: {
      cancel()
    }
    switch result {
    case .success(let host): return host
    case .failure(let failure as ConnectionFailure): throw failure
    case .failure(let error): throw explain(error)
    }
  }

  private func connect(timeLeft: TimeAmount) -> EventLoopFuture<SSHHost> {
    if let lease { return connect(through: lease, timeLeft: timeLeft) }
    let loop = group.next()
    let bootstrap = ClientBootstrap(group: loop)
      // libssh2 sends small packets and waits for their answers.
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(timeLeft)
      .channelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture { try install(on: channel, timeLeft: timeLeft) }
      }
    let connected: EventLoopFuture<any Channel>
    if let address = try? SocketAddress(ipAddress: plan.address, port: plan.port) {
      connected = bootstrap.connect(to: address)
    } else {
      connected = bootstrap.connect(host: plan.address, port: plan.port)
    }
    return connected.flatMap { [self] channel in
      // Its handler may be gone from the pipeline already: a server can hang up as fast as it accepts.
      guard let connection = state.withLock({ $0.begun[ObjectIdentifier(channel)] }) else {
        return channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed)
      }
      let host = SSHHost(
        name: plan.host, connection: connection, eventLoop: channel.eventLoop,
        whenClosed: channel.closeFuture)
      return connection.value.whenReady.map { host }
    }
  }

  /// On the event loop of the jump host's connection.
  private func connect(through lease: JumpLease, timeLeft: TimeAmount) -> EventLoopFuture<SSHHost> {
    let loop = lease.host.eventLoop
    return loop.flatSubmit { [self] in
      let connection = begin(over: lease, on: loop, timeLeft: timeLeft)
      let tunnel = TunnelTask(for: connection, through: lease.host.connection.value, lease: lease)
      let host = SSHHost(
        name: plan.host, connection: NIOLoopBound(connection, eventLoop: loop), eventLoop: loop,
        whenClosed: tunnel.whenClosed, lease: lease)
      let ready = connection.whenReady.map { host }
      tunnel.begin()
      return ready
    }
  }

  private func install(on channel: any Channel, timeLeft: TimeAmount) throws {
    let connection = begin(over: channel, on: channel.eventLoop, timeLeft: timeLeft)
    try channel.pipeline.syncOperations.addHandler(ConnectionHandler(connection: connection))
  }

  private func begin(over road: AnyObject, on loop: any EventLoop, timeLeft: TimeAmount) -> Connection {
    let connection = Connection(plan: plan, eventLoop: loop, scratch: scratches.scratch(on: loop))
    connection.expire(
      after: timeLeft, .connectTimedOut,
      "\(plan.place) did not finish the key exchange in time")
    let isCancelled = state.withLock { state in
      state.begun[ObjectIdentifier(road)] = NIOLoopBound(connection, eventLoop: loop)
      return state.isCancelled
    }
    if isCancelled { connection.fail(connection.failure(.cancelled, "the run was cancelled")) }
    return connection
  }

  private func cancel() {
    let begun = state.withLock { state in
      state.isCancelled = true
      return state.begun.values
    }
    for bound in begun {
      bound.eventLoop.execute {
        let connection = bound.value
        connection.fail(connection.failure(.cancelled, "the run was cancelled"))
      }
    }
  }

  /// Errors of the TCP connect.
  private func explain(_ error: any Error) -> ConnectionFailure {
    let place = plan.place
    func failure(_ reason: HostFailure.Reason, _ detail: String) -> HostFailure {
      let advice =
        reason == .nameNotFound
        ? "set ansible_host to an address, or to a name that resolves here"
        : "see that the host is up, that sshd runs there, and that ansible_host and ansible_port are right"
      return HostFailure(host: plan.host, reason: reason, detail: detail, advice: advice)
    }
    switch error {
    case let error as NIOConnectionError:
      guard let first = error.connectionErrors.first else {
        let words = [error.dnsAError, error.dnsAAAAError].compactMap { $0 }.map { String(describing: $0) }
          .first
        return ConnectionFailure(
          failure(
            .nameNotFound, "the name \(plan.address) does not resolve" + (words.map { ": \($0)" } ?? "")))
      }
      return explain(first.error)
    case let error as IOError:
      return ConnectionFailure(
        failure(.connectionFailed, "\(place): \(SystemWords.text(error.errnoCode))"),
        mayPass: SystemWords.mayPass.contains(error.errnoCode))
    case ChannelError.connectTimeout:
      return ConnectionFailure(failure(.connectTimedOut, "\(place) did not answer in time"))
    default:
      return ConnectionFailure(failure(.connectionFailed, "\(place): \(error)"))
    }
  }
}
