import NIOCore
import NIOPosix
import PlayModel

/// Opens SSH connections. One connector serves all hosts of a run: keys, known_hosts and the agent are
/// read once, and connections are made a bounded number at a time.
public final class SSHConnector: HostConnector {
  private let configuration: SSHConfiguration
  private let group: any EventLoopGroup
  private let gate: HandshakeGate
  private let planner: ConnectionPlanner
  private let scratches: ScratchPool

  public init(configuration: SSHConfiguration = SSHConfiguration()) {
    self.configuration = configuration
    group = MultiThreadedEventLoopGroup.singleton
    gate = HandshakeGate(width: configuration.simultaneousHandshakes)
    planner = ConnectionPlanner(configuration: configuration, group: group)
    scratches = ScratchPool()
  }

  public func connect(to target: ConnectionTarget) async throws(HostFailure) -> any RemoteHost {
    let plan = try await planner.plan(for: target)
    await gate.enter()
    defer { gate.leave() }
    let clock = ContinuousClock()
    let end = clock.now + plan.connectDeadline
    var pause = Duration.milliseconds(200)
    var refused: HostFailure?
    while true {
      do throws(ConnectionFailure) {
        return try await attempt(plan, timeLeft: end - clock.now)
      } catch {
        // The last try may be cut off by the deadline; what the ones before it met says more.
        if error.failure.reason == .connectTimedOut, let refused { throw refused }
        refused = error.failure
        // Up to half of the pause again, at random, so that hosts that failed together do not all come
        // back together.
        let jittered = pause + pause * Double.random(in: 0..<0.5)
        guard error.mayPass, clock.now + jittered < end, !Task.isCancelled else { throw error.failure }
        try? await Task.sleep(for: jittered)
        pause = min(pause * 2, .seconds(2))
      }
    }
  }

  private func attempt(_ plan: ConnectionPlan, timeLeft: Duration) async throws(ConnectionFailure)
    -> any RemoteHost
  {
    let attempt = ConnectionAttempt(plan: plan, group: group, scratches: scratches)
    return try await attempt.run(timeLeft: timeLeft)
  }
}
