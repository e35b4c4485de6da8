import PlayModel

/// Makes connections by plan: through jump hosts where there are some, a bounded number at a time, and again
/// when what went wrong may pass.
final class Establishment: Sendable {
  private let gate: HandshakeGate
  private let jumpHosts = JumpHosts()
  private let patience: JumpHost.Patience
  private let allowance: ConnectionAllowance

  init(width: Int, patience: JumpHost.Patience, allowance: ConnectionAllowance) {
    self.patience = patience
    self.allowance = allowance
    gate = HandshakeGate(width: width)
  }

  func connect(_ plan: ConnectionPlan) async throws(HostFailure) -> SSHHost {
    let jumpHost = jumpHost(before: plan)
    // Not inside the gate: those who wait for one jump host would keep everybody else out.
    try await told(for: plan) { () throws(HostFailure) in try await jumpHost?.ready() }
    guard jumpHost == nil else { return try await gated(plan, through: jumpHost) }
    return try await allowed(plan) { () throws(HostFailure) in try await gated(plan, through: nil) }
  }

  private func gated(
    _ plan: ConnectionPlan, through jumpHost: JumpHost?
  ) async throws(HostFailure) -> SSHHost {
    await gate.enter()
    defer { gate.leave() }
    return try await connect(plan, through: jumpHost)
  }

  /// Makes a connection of its own socket when there may be one more.
  private func allowed(
    _ plan: ConnectionPlan, _ make: () async throws(HostFailure) -> SSHHost
  ) async throws(HostFailure) -> SSHHost {
    guard await allowance.take() else {
      throw HostFailure(
        host: plan.host, reason: Task.isCancelled ? .cancelled : .connectionFailed,
        detail: Task.isCancelled
          ? "the run was cancelled"
          : "this process may open no more files: \(allowance.limit) connections are open, and none ends",
        advice: Task.isCancelled
          ? nil : "raise the limit of open files (ulimit -Hn), or work on fewer hosts at once (--forks)")
    }
    do throws(HostFailure) {
      let host = try await make()
      host.whenClosed.whenComplete { [allowance] _ in allowance.giveBack() }
      return host
    } catch {
      allowance.giveBack()
      throw error
    }
  }

  private func jumpHost(before plan: ConnectionPlan) -> JumpHost? {
    jumpHosts.jumpHost(before: plan) { last in
      JumpHost(name: last.host, patience: patience) { [weak self] in
        guard let self else {
          return .failure(HostFailure(host: last.host, reason: .cancelled, detail: "the run was cancelled"))
        }
        do throws(HostFailure) {
          // Few, and waited for by those inside the gate: they do not go through it.
          return .success(try await self.connect(last, through: self.jumpHost(before: last)))
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private func connect(
    _ plan: ConnectionPlan, through jumpHost: JumpHost?
  ) async throws(HostFailure) -> SSHHost {
    let clock = ContinuousClock()
    let loop = try SSHLoops.next(for: plan.host)
    // A connection's own time begins when the way to it is open.
    var lease = try await told(for: plan) { () throws(HostFailure) in try await jumpHost?.lease() }
    let end = clock.now + plan.connectDeadline
    var pause = Duration.milliseconds(200)
    var refused: HostFailure?
    while true {
      do throws(ConnectionFailure) {
        let attempt = ConnectionAttempt(plan: plan, loop: loop, lease: lease)
        return try await attempt.run(timeLeft: end - clock.now)
      } catch {
        // The last try may be cut off by the deadline; what the ones before it met says more.
        if error.failure.reason == .connectTimedOut, let refused { throw refused }
        refused = error.failure
        // Up to half of the pause again, at random, so that hosts that failed together do not all come
        // back together.
        let jittered = pause + pause * Double.random(in: 0..<0.5)
        guard error.mayPass, clock.now + jittered < end, !Task.isCancelled else { throw error.failure }
        lease = nil
        try? await Task.sleep(for: jittered)
        pause = min(pause * 2, .seconds(2))
        lease = try await told(for: plan) { () throws(HostFailure) in try await jumpHost?.lease() }
      }
    }
  }

  /// A jump host's failure is told for the host behind it, and names both.
  private func told<Value>(
    for plan: ConnectionPlan, _ body: () async throws(HostFailure) -> Value
  ) async throws(HostFailure) -> Value {
    do throws(HostFailure) { return try await body() } catch { throw error.behindJumpHost(for: plan.host) }
  }
}
