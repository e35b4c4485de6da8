import NIOCore
import PlayModel

/// An open connection to one host. Commands on it may overlap.
final class SSHHost: RemoteHost {
  let name: HostName
  let eventLoop: SSHLoop
  let connection: NIOLoopBound<Connection>
  let whenClosed: EventLoopFuture<Void>
  /// The jump host that it is reached through stays open as long as this.
  private let lease: JumpLease?

  init(
    name: HostName, connection: NIOLoopBound<Connection>, eventLoop: SSHLoop,
    whenClosed: EventLoopFuture<Void>, lease: JumpLease? = nil
  ) {
    self.lease = lease
    self.name = name
    self.connection = connection
    self.eventLoop = eventLoop
    self.whenClosed = whenClosed
  }

  deinit {
    // Nobody can use the connection any more.
    eventLoop.execute { [connection] in connection.value.close() }
  }

  func run(_ command: RemoteCommand) async throws(HostFailure) -> CommandResult {
    try await run(command, valve: nil)
  }

  /// - Parameter valve: holds the command's output back while it is closed; `goOn` after it was opened.
  func run(_ command: RemoteCommand, valve: OutputValve?) async throws(HostFailure) -> CommandResult {
    do throws(HostFailure) {
      return try await carryOut(command, valve: valve)
    } catch {
      if command.endsWhenGivenUp, error.reason == .timedOut || error.reason == .cancelled {
        await endOrphans(of: command)
      }
      throw error
    }
  }

  /// What else runs on this connection cannot be told from what was given up, so nothing is ended then.
  private func endOrphans(of command: RemoteCommand) async {
    let isAlone = try? await eventLoop.submit { [connection] in connection.value.channels.isWithoutSession }
      .get()
    guard isAlone == true else { return }
    // Whoever was cancelled still wants this done.
    await Task.detached { [self] in _ = try? await carryOut(OrphanScript.command(command.become)) }.value
  }

  func goOn() { eventLoop.execute { [connection] in connection.value.drive() } }

  private func carryOut(
    _ command: RemoteCommand, valve: OutputValve? = nil
  ) async throws(HostFailure) -> CommandResult {
    try await perform { connection, promise in
      let task = CommandTask(
        host: connection.plan.host, command: command, scratch: connection.scratch, valve: valve,
        promise: promise)
      if let longest = command.longestSilence { task.giveUp(afterSilence: longest, on: connection) }
      return task
    } deadline: {
      (command.deadline, "the command did not end within \(command.deadline)")
    }
  }

  func keepReady(_ line: String, stdinHead: [UInt8], count: Int) {
    eventLoop.execute { [connection] in
      let connection = connection.value
      guard case .open = connection.phase else { return }
      connection.channels.keepReady(SpareShell.Start(line: line, head: stdinHead), count: count)
      connection.drive()
    }
  }

  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    try await perform { connection, promise in
      ProbeTask(probe: probe, scratch: connection.scratch, promise: promise)
    } deadline: {
      (probe.deadline, "")
    }
  }

  func close() async {
    eventLoop.perform { [connection] in connection.value.close() }
    try? await whenClosed.get()
  }

  /// Gives work to the connection and waits for its end, its deadline, or the caller's cancellation.
  func perform<Value: Sendable>(
    _ make: @escaping @Sendable (Connection, EventLoopPromise<Value>) -> any SettlingTask,
    deadline: () -> (Duration, String)
  ) async throws(HostFailure) -> Value {
    let promise = eventLoop.makePromise(of: Value.self)
    let (time, words) = deadline()
    let handle = WorkHandle(eventLoop: eventLoop)
    let result: Result<Value, any Error> = await withTaskCancellationHandler {
      eventLoop.perform { [connection] in
        let connection = connection.value
        let work = make(connection, promise)
        handle.began(work)
        work.expire(
          with: connection.eventLoop.after(TimeAmount(time)) {
            work.abandon(connection.failure(.timedOut, words))
            connection.drive()
          })
        connection.add(work)
      }
      do { return .success(try await promise.futureResult.get()) } catch { return .failure(error) }
    } onCancel: {
      eventLoop.execute { [connection] in
        let connection = connection.value
        handle.cancel(connection.failure(.cancelled, "the run was cancelled"))
        connection.drive()
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let failure as HostFailure): throw failure
    case .failure(let error):
      throw HostFailure(host: name, reason: .connectionLost, detail: String(describing: error))
    }
  }
}
