import NIOCore
import PlayModel
import Synchronization

/// One try at making a connection, from the TCP connect to the end of authentication.
final class ConnectionAttempt: Sendable {
  private let plan: ConnectionPlan
  private let loop: SSHLoop
  /// The turn at the jump host, if there is one on the way.
  private let lease: JumpLease?
  private let state = Mutex(State())

  private struct State {
    var begun: NIOLoopBound<Connection>?
    var isCancelled = false
  }

  /// `loop`: a connection through a jump host belongs to the jump host's instead.
  init(plan: ConnectionPlan, loop: SSHLoop, lease: JumpLease? = nil) {
    self.lease = lease
    self.plan = plan
    self.loop = lease?.host.eventLoop ?? loop
  }

  func run(timeLeft: Duration) async throws(ConnectionFailure) -> SSHHost {
    let result: Result<SSHHost, any Error> = await withTaskCancellationHandler {
      do { return .success(try await connect(timeLeft: timeLeft)) } catch { return .failure(error) }
    } onCancel: {
      cancel()
    }
    switch result {
    case .success(let host): return host
    case .failure(let failure as ConnectionFailure): throw failure
    case .failure(let error): throw explain(error)
    }
  }

  private func connect(timeLeft: Duration) async throws -> SSHHost {
    let end = ContinuousClock.now + timeLeft
    let addresses = lease == nil ? try await addresses(by: end) : []
    let promise = loop.makePromise(of: SSHHost.self)
    loop.perform { [self] in
      let connection = begin(timeLeft: TimeAmount(end - .now))
      let host = SSHHost(
        name: plan.host, connection: NIOLoopBound(connection, eventLoop: loop), eventLoop: loop,
        whenClosed: connection.whenClosed, lease: lease)
      connection.whenReady.map { host }.cascade(to: promise)
      if let lease {
        TunnelTask(for: connection, through: lease.host.connection.value, lease: lease).begin()
      } else {
        connection.connect(to: addresses)
      }
    }
    return try await promise.futureResult.get()
  }

  /// A name server that does not answer must not take longer than the connection may.
  private func addresses(by end: ContinuousClock.Instant) async throws -> [SocketAddress] {
    if let address = try? SocketAddress(ipAddress: plan.address, port: plan.port) { return [address] }
    let (plan, promise) = (plan, loop.makePromise(of: [SocketAddress].self))
    Task.detached {
      do {
        promise.succeed(try await HostAddresses.of(plan.address, port: plan.port))
      } catch {
        promise.fail(error)
      }
    }
    let timer = loop.scheduleTask(in: TimeAmount(end - .now)) {
      promise.fail(ChannelError.connectTimeout(.zero))
    }
    defer { timer.cancel() }
    return try await promise.futureResult.get()
  }

  private func begin(timeLeft: TimeAmount) -> Connection {
    let connection = Connection(plan: plan, eventLoop: loop)
    connection.expire(after: timeLeft) { connection in
      if case .connecting = connection.phase, self.lease == nil {
        return connection.notConnectedInTime()
      }
      return connection.failure(
        .connectTimedOut, "\(connection.plan.place) did not finish the key exchange in time")
    }
    let isCancelled = state.withLock { state in
      state.begun = NIOLoopBound(connection, eventLoop: loop)
      return state.isCancelled
    }
    if isCancelled { connection.fail(connection.failure(.cancelled, "the run was cancelled")) }
    return connection
  }

  private func cancel() {
    let begun = state.withLock { state in
      state.isCancelled = true
      return state.begun
    }
    guard let begun else { return }
    loop.execute {
      let connection = begun.value
      connection.fail(connection.failure(.cancelled, "the run was cancelled"))
    }
  }

  /// Errors from before there was a connection.
  private func explain(_ error: any Error) -> ConnectionFailure {
    switch error {
    case let error as HostAddresses.Unknown:
      ConnectionFailure(
        HostFailure(
          host: plan.host, reason: .nameNotFound,
          detail: "the name \(plan.address) does not resolve: \(error.words)",
          advice: "set ansible_host to an address, or to a name that resolves here"))
    case ChannelError.connectTimeout:
      ConnectionFailure(
        HostFailure(
          host: plan.host, reason: .connectTimedOut,
          detail: "the name \(plan.address) was not resolved in time",
          advice: "set ansible_host to an address, or to a name that resolves here"))
    default:
      ConnectionFailure(
        HostFailure(host: plan.host, reason: .connectionFailed, detail: "\(plan.place): \(error)"))
    }
  }
}
