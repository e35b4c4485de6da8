import Foundation
import PlayModel
import PlayPlanning
import PlayTesting

@testable import PlayRunner

/// Plays one scenario to its end: rollout, accidents, kills, resumes, and a last resume in calm.
///
/// Unchecked: see `World`.
final class Simulation: @unchecked Sendable {
  struct Result {
    let violations: [String]
    /// Everything that happened, for comparing two plays of one seed.
    let log: [String]
    let journals: String
  }

  let world: World
  let scenario: Scenario
  static let first: RunID = "20261122-162030-aaaa"
  static let second: RunID = "20261122-162031-bbbb"

  static func play(
    seed: UInt64, fault: PlantedFault? = nil, balanced: Bool = false, groups: Bool = false,
    single: Bool = false
  ) -> Result {
    let scenario = Scenario(seed: seed, balanced: balanced || groups, groups: groups, single: single)
    let simulation = Simulation(scenario, fault: fault)
    let world = simulation.world
    let ended = world.executor.run(clock: world.clock) { await simulation.whole() }
    if !ended { world.violated("it never ends") }
    return Result(violations: world.violations, log: world.log, journals: simulation.journals)
  }

  private init(_ scenario: Scenario, fault: PlantedFault?) {
    world = World(seed: scenario.seed, fault: fault)
    self.scenario = scenario
  }

  private var journals: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return world.disks.sorted { $0.key < $1.key }.map { _, events in
      events.map { String(decoding: (try? encoder.encode($0)) ?? Data(), as: UTF8.self) }.joined(
        separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func whole() async {
    do { try scenario.furnish(world) } catch { world.violated("the scenario is impossible: \(error)") }
    for _ in 0..<scenario.accidents { planAccident() }
    switch scenario.kind {
    case .alone: await alone()
    case .together: await together()
    case .paused: await paused()
    }
    verifyBalancer()
  }

  // MARK: - Runs

  private func request(_ run: RunID, _ version: Int) -> RunRequest {
    let places = scenario.hosts + (scenario.balanced ? [SimulatedBalancer.host] : [])
    let accesses = places.map {
      ($0, HostAccess(target: ConnectionTarget(name: $0, address: $0.text)))
    }
    return RunRequest(
      run: run, header: header(run.text), plays: scenario.plays(version, fault: world.fault),
      hosts: Dictionary(accesses, uniquingKeysWith: { first, _ in first }))
  }

  private func header(_ machine: String) -> RunHeader {
    RunHeader(
      mode: .run, command: "", user: "ana", machine: machine, processID: 1, version: "0", playbooks: [],
      inventories: [])
  }

  @discardableResult
  private func run(_ process: SimulatedProcess, _ version: Int, halt: Halt = Halt()) async -> RunOutcome? {
    let rollout = Rollout(request(process.run, version), ports: process.ports(), halt: halt)
    do { return try await rollout.run() } catch {
      if process.isAlive, !isKnown(error) { world.violated("\(process.name): \(error)") }
      return nil
    }
  }

  /// A process that stood still may find that another one has gone on with its run.
  private func isKnown(_ error: RecordFailure) -> Bool { error.detail.contains("Overtaken") }

  private func resume(_ process: SimulatedProcess, _ version: Int, _ direction: Rollout.Direction) async {
    await resume(process, request(process.run, version), direction)
  }

  private func resume(
    _ process: SimulatedProcess, _ request: RunRequest, _ direction: Rollout.Direction,
    standing: @escaping @Sendable (RunID) async -> RunStanding = { _ in .foreign }
  ) async {
    guard let state = folded(process.run), state.isResumable else { return }
    let halt = Halt()
    planInterrupt(halt, of: process, percent: 10)
    let rollout = Rollout(
      request, ports: process.ports(standing: standing), halt: halt, state: state)
    do throws(ResumeFailure) { _ = try await rollout.resume(direction, as: header(process.name)) } catch {
      switch error {
      case .refused(let why): world.note("\(process.name) refuses: \(why)")
      case .unrecorded(let failure):
        if process.isAlive { world.violated("\(process.name): \(failure)") }
      }
    }
  }

  /// The user may press Ctrl-C at any moment.
  private func planInterrupt(_ halt: Halt, of process: SimulatedProcess, percent: Int) {
    guard !world.calm, world.chance(percent) else { return }
    let (world, when) = (world, world.pick(0...60_000))
    world.spawn {
      await world.sleep(when)
      guard !world.calm, process.isAlive else { return }
      world.note("\(process.name) is interrupted")
      halt.set(.interrupted)
    }
  }

  func folded(_ run: RunID) -> RunState? {
    do { return try RunState(run: run, folding: world.disks[run] ?? []) } catch {
      world.violated("the journal cannot be read back: \(error)")
      return nil
    }
  }

  private func alone() async {
    let process = SimulatedProcess("A", run: Self.first, world: world)
    if world.chance(70) { process.killedAt = (world.pick(1...(20 * scenario.hosts.count)), world.chance(70)) }
    let halt = Halt()
    planInterrupt(halt, of: process, percent: 15)
    await run(process, 2, halt: halt)
    let direction: Rollout.Direction = world.chance(75) ? .onward : .back(reason: "cancelled")
    let isCancelled = direction != .onward && folded(Self.first)?.isResumable == true
    for attempt in 0..<world.pick(0...3) {
      await world.sleep(world.pick(0...20_000))
      let next = SimulatedProcess("A\(attempt)", run: Self.first, world: world)
      if world.chance(60) {
        let length = world.disks[Self.first]?.count ?? 0
        next.killedAt = (length + world.pick(1...(12 * scenario.hosts.count)), world.chance(70))
      }
      await resume(next, 2, direction)
    }
    await settle(Self.first, 2, direction)
    verify(Self.first, 2)
    if isCancelled { verifyCancelled() }
    // A rollback to nothing would take the last server out of the balancer, which is refused.
    let isLast = scenario.balanced && scenario.hosts.count - scenario.empty.count < 2
    if world.chance(40), !isLast { await rollBack() }
  }

  /// What the run has changed goes back to what was there before it; on the others nothing happens.
  private func rollBack() async {
    guard let undone = folded(Self.first), undone.outcome != .stuck else { return }
    let touched = undone.touchedHosts
    let process = SimulatedProcess("R", run: Self.second, world: world)
    if world.chance(40) {
      process.killedAt = (world.pick(1...(8 + 8 * scenario.hosts.count)), world.chance(70))
    }
    let servers = scenario.hosts.filter { world[$0]?.engine.container("web")?.isServing == true }
    // A host that could not be reached at the end still has the lock of the run that is over.
    let standing: @Sendable (RunID) async -> RunStanding = { $0 == Self.first ? .finished : .foreign }
    let whole = request(Self.second, 2)
    let request = RunRequest(
      run: Self.second, header: whole.header, plays: [], hosts: whole.hosts,
      planner: RollbackPlanner(undone: undone))
    do {
      let outcome = try await Rollout(request, ports: process.ports(standing: standing)).run()
      world.note("rollback of \(touched): \(outcome.rawValue)")
    } catch {
      guard !process.isAlive else { return world.violated("the rollback: \(error)") }
      await resume(
        SimulatedProcess("R2", run: Self.second, world: world), request, .onward, standing: standing)
    }
    // Killed with its first event it has not begun.
    guard let outcome = folded(Self.second)?.outcome else {
      if !(world.disks[Self.second] ?? []).isEmpty { world.violated("the rollback has no end") }
      return
    }
    // A play may ask for more healthy hosts than there are.
    guard outcome != .refused else { return }
    let spared = spared(of: servers)
    if outcome != .succeeded, spared.isEmpty { world.violated("the rollback \(outcome.rawValue)") }
    for name in scenario.hosts {
      guard let host = world[name] else { continue }
      if spared.contains(name) {
        let serves = host.engine.container("web")?.isServing == true
        if !serves { world.violated("\(name) was spared, and is down") }
        continue
      }
      for service in scenario.services {
        let current = host.engine.container(service.text)
        let isRight =
          scenario.empty.contains(name)
          ? current == nil
          : current?.labels[ContainerLabel.run] == "20261101-000000-prev" && current?.isServing == true
        if !isRight {
          world.violated("\(name) is not what it was before: \(service) \(current?.name ?? "gone")")
        }
      }
    }
  }

  /// Hosts that a rollback leaves as they are, since a batch of all that serve takes the last server out of the
  /// balancer, which is refused.
  private func spared(of servers: [HostName]) -> Set<HostName> {
    guard scenario.balanced, let state = folded(Self.second) else { return [] }
    let whole = state.plays.flatMap(\.plan.batches).filter { batch in servers.allSatisfy(batch.contains) }
    return Set(
      whole.joined().filter { host in state[host]?.trouble?.reason == .balancer && servers.contains(host) })
  }

  /// Two controllers begin at the same moment.
  private func together() async {
    let a = SimulatedProcess("A", run: Self.first, world: world)
    let b = SimulatedProcess("B", run: Self.second, world: world)
    let wait = world.pick(0...3000)
    async let other: RunOutcome? = {
      await self.world.sleep(wait)
      return await self.run(b, 3)
    }()
    let mine = await run(a, 2)
    let theirs = await other
    world.note("A \(mine?.rawValue ?? "-"), B \(theirs?.rawValue ?? "-")")
    if scenario.accidents == 0, isKeptOut(Self.first), isKeptOut(Self.second) {
      world.violated("both controllers refuse")
    }
    await settle(Self.first, 2, .onward)
    await settle(Self.second, 3, .onward)
    let last = lastWriter()
    if let last { verify(last.run, last.version) }
  }

  private func isKeptOut(_ run: RunID) -> Bool {
    folded(run)?.hosts.contains { $0.firstTrouble?.reason == .locked } ?? false
  }

  /// The run that was the last to change something.
  private func lastWriter() -> (run: RunID, version: Int)? {
    func lastEffect(_ run: RunID) -> Timestamp? {
      world.disks[run]?.last { event in
        switch event.body {
        case .stepFinished(let key, _, _), .undoFinished(let key, _, _): key.kind.hasUndo
        default: false
        }
      }?.time
    }
    switch (lastEffect(Self.first), lastEffect(Self.second)) {
    case (nil, nil): return nil
    case (let a?, let b?): return a > b ? (Self.first, 2) : (Self.second, 3)
    case (_?, nil): return (Self.first, 2)
    case (nil, _?): return (Self.second, 3)
    }
  }

  /// The holder stands still; somebody breaks its lock, or takes its run up, and it wakes again.
  private func paused() async {
    let a = SimulatedProcess("A", run: Self.first, world: world)
    a.pause = (world.pick(3...(14 * scenario.hosts.count)), world.pick(200_000...320_000))
    let takesUp = world.chance(50)
    async let mine: RunOutcome? = run(a, 2)
    await world.sleep(world.pick(100_000...190_000))
    guard a.isPaused else {
      _ = await mine
      await settle(Self.first, 2, .onward)
      verify(Self.first, 2)
      return
    }
    if takesUp {
      await resume(SimulatedProcess("A2", run: Self.first, world: world), 2, .onward)
      _ = await mine
      await settle(Self.first, 2, .onward)
      verify(Self.first, 2)
      return
    }
    let operatorProcess = SimulatedProcess("O", run: "20261122-162032-cccc", world: world)
    for host in scenario.hosts {
      let session = HostSession(
        access: HostAccess(target: ConnectionTarget(name: host, address: host.text)),
        ports: operatorProcess.ports())
      _ = await session.settle(
        HostRequest(.breakLocks(run: Self.first, whom: "ana", reason: "stuck"), deadline: .seconds(120)))
    }
    let theirs = await run(SimulatedProcess("B", run: Self.second, world: world), 3)
    _ = await mine
    world.note("B \(theirs?.rawValue ?? "-")")
    await settle(Self.second, 3, .onward)
    verify(Self.second, 3)
  }

  /// Accidents over, all hosts back: what is open has to be brought to an end.
  private func settle(_ run: RunID, _ version: Int, _ direction: Rollout.Direction) async {
    world.calm = true
    await world.sleep(200_000)
    for host in world.hosts {
      host.diskFull = false
      host.comeBack()
    }
    await world.sleep(10_000)
    for attempt in 0..<3 {
      guard let state = folded(run), state.isResumable else { return }
      await resume(
        SimulatedProcess("\(run.text.last ?? "?")calm\(attempt)", run: run, world: world), version, direction)
    }
  }

  // MARK: - Accidents

  private func planAccident() {
    let host = world.hosts[world.pick(0...(world.hosts.count - 1))]
    let (when, length) = (world.pick(0...60_000), world.pick(1000...60_000))
    let kind = world.pick(0...5)
    let world = world
    world.spawn {
      await world.sleep(when)
      guard !world.calm else { return }
      switch kind {
      case 0:
        host.crash()
        await world.sleep(length)
        host.comeBack()
      case 1: await host.restartEngine()
      case 2:
        host.diskFull = true
        await world.sleep(length)
        host.diskFull = false
      case 3:
        world.note("\(host.name) is slow")
        host.slowUntil = world.clock.now().advanced(by: .milliseconds(length))
      default:
        world.note("\(host.name) is cut off")
        host.cutUntil = world.clock.now().advanced(by: .milliseconds(length))
      }
    }
  }
}
