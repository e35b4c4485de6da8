import PlayModel
import PlayPlanning

@testable import PlayRunner

/// A connection that loses messages: before they arrive, after they had their effect, or so that they
/// arrive long after their sender has given up.
///
/// Unchecked: see `World`.
final class SimulatedLink: HostLink, @unchecked Sendable {
  private enum Fate { case delivered, lostBefore, lostAfter, late }

  // Unchecked: see `World`. The first word counts.
  private final class Reply: @unchecked Sendable {
    private var waiting: CheckedContinuation<Result<ScriptReport, HostFailure>, Never>?
    private var early: Result<ScriptReport, HostFailure>?

    func give(_ result: Result<ScriptReport, HostFailure>) {
      guard early == nil else { return }
      early = result
      waiting?.resume(returning: result)
      waiting = nil
    }

    func wait() async -> Result<ScriptReport, HostFailure> {
      if let early { return early }
      return await withCheckedContinuation { waiting = $0 }
    }
  }

  private let host: SimulatedHost
  private let process: SimulatedProcess
  private let boot: Int
  private var isOpen = true
  private var world: World { host.world }

  init(host: SimulatedHost, process: SimulatedProcess) {
    self.host = host
    self.process = process
    boot = host.boot
  }

  private var reaches: Bool {
    isOpen && host.isUp && host.boot == boot && host.cutUntil <= world.clock.now()
  }

  private func lost(_ reason: HostFailure.Reason = .connectionLost) -> HostFailure {
    HostFailure(host: host.name, reason: reason, detail: "the connection was lost")
  }

  func carry(_ request: HostRequest, nonce: String) async throws(HostFailure) -> ScriptReport? {
    await process.gate()
    guard process.isAlive else { throw lost(.cancelled) }
    guard reaches else {
      isOpen = false
      await world.sleep(world.pick(10...5000))
      throw lost()
    }
    let fate = chooseFate(of: request)
    let reply = Reply()
    if fate != .lostBefore { deliver(request, fate, reply) }
    if fate != .delivered {
      let wait = world.pick(5...8000)
      world.spawn { [self] in
        await world.sleep(wait)
        reply.give(.failure(lost()))
      }
    }
    world.spawn { [self] in
      try? await world.clock.sleep(for: request.deadline)
      reply.give(.failure(lost(.timedOut)))
    }
    switch await reply.wait() {
    case .success(let report): return report
    case .failure(let failure):
      isOpen = false
      if world.fault == .endOfFileIsSuccess, request.operation != nil {
        return ScriptReport(lines: ["=id unknown"], exit: 0)
      }
      throw failure
    }
  }

  private func chooseFate(of request: HostRequest) -> Fate {
    guard !world.calm, world.chance(6) else { return .delivered }
    let fate: Fate = [.lostBefore, .lostAfter, .late][world.pick(0...2)]
    // A script for a balancer waits for its turn for seconds, and then gives up: it is never as late as this.
    if case .balance = request.action, fate == .late { return .lostAfter }
    return fate
  }

  private func deliver(_ request: HostRequest, _ fate: Fate, _ reply: Reply) {
    let travel = fate == .late ? world.pick(500...40_000) : world.pick(1...60)
    world.spawn { [self] in
      await world.sleep(travel)
      guard host.isUp, host.boot == boot else { return }
      do {
        let report = try await host.execute(request, process: process.name)
        await world.sleep(world.pick(1...60))
        if fate == .delivered, reaches { reply.give(.success(report)) } else { reply.give(.failure(lost())) }
      } catch {
        await world.sleep(15_000)
        reply.give(.failure(lost()))
      }
    }
  }

  func probe(_ probe: NetworkProbe) async throws(HostFailure) -> ProbeAnswer {
    await process.gate()
    guard process.isAlive, reaches else {
      isOpen = false
      throw lost()
    }
    await world.sleep(world.pick(2...60))
    return host.answer(probe)
  }

  func close() async { isOpen = false }
}
