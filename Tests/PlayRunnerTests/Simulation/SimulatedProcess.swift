import PlayModel
import PlayPlanning
import PlayTesting

@testable import PlayRunner

/// A controller: one process with its journal file, that may be killed or stand still.
///
/// Unchecked: see `World`.
final class SimulatedProcess: RunJournal, @unchecked Sendable {
  struct Dead: Error {}
  struct Overtaken: Error {}

  let world: World
  let run: RunID
  let name: String
  private(set) var isAlive = true
  /// Dies when it writes this event: before it is on disk, or right after.
  var killedAt: (sequence: Int, stored: Bool)?
  /// Stands still before the next thing it does, from this event on, for this long (ms).
  var pause: (sequence: Int, milliseconds: Int)?
  private var pausedUntil: Timestamp?
  private var length: Int
  /// Written, and not on disk yet.
  private var buffer: [RunEvent] = []
  private var nonces = 0

  init(_ name: String, run: RunID, world: World) {
    self.name = name
    self.run = run
    self.world = world
    length = world.disks[run]?.count ?? 0
  }

  func kill() {
    guard isAlive else { return }
    world.note("\(name) is killed")
    isAlive = false
    // The disk has some of what nobody waited for.
    if !isOvertaken, !hasLateDisk {
      world.disks[run, default: []] += buffer.prefix(world.pick(0...buffer.count))
    }
    buffer = []
  }

  private var isOvertaken: Bool { world.disks[run, default: []].count + buffer.count != length }

  /// Faults of the disk itself.
  private var hasLateDisk: Bool { world.fault == .lastEventLost || world.fault == .effectBeforeIntent }

  var isPaused: Bool { pausedUntil.map { $0 > world.clock.now() } ?? false }

  func gate() async {
    while let until = pausedUntil, world.clock.now() < until {
      try? await world.clock.sleep(for: until.since(world.clock.now()))
    }
  }

  func append(_ body: RunEvent.Body) async throws -> RunEvent { try await write(body, isAwaited: true) }

  func enter(_ bodies: [RunEvent.Body]) async throws -> [RunEvent] {
    var events: [RunEvent] = []
    for body in bodies { events.append(try await write(body, isAwaited: false)) }
    return events
  }

  private func write(_ body: RunEvent.Body, isAwaited: Bool) async throws -> RunEvent {
    await gate()
    guard isAlive else { throw Dead() }
    guard !isOvertaken else { throw Overtaken() }
    let event = RunEvent(sequence: length + 1, time: world.clock.now(), run: run, body: altered(body))
    if let killedAt, killedAt.sequence == event.sequence, !killedAt.stored {
      kill()
      throw Dead()
    }
    length += 1
    store(event, isAwaited: isAwaited)
    world.note("\(name) \(event.sequence) \(event.body.type) \(Self.words(event.body))")
    if killedAt?.sequence == event.sequence {
      kill()
      throw Dead()
    }
    if let pause, pause.sequence == event.sequence {
      pausedUntil = world.clock.now().advanced(by: .milliseconds(pause.milliseconds))
      world.note("\(name) stands still")
    }
    await world.sleep(world.pick(0...3))
    guard isAlive else { throw Dead() }
    return event
  }

  private static func words(_ body: RunEvent.Body) -> String {
    switch body {
    case .stepFinished(let key, let outcome, let trouble), .undoFinished(let key, let outcome, let trouble):
      guard outcome != .succeeded else { return key.description }
      return "\(key) \(outcome.rawValue): \(trouble?.detail ?? "")"
    case .hostFinished(let host, let outcome, _): return "\(host) \(outcome.rawValue)"
    case .finished(let outcome, let reason):
      return outcome.rawValue + (reason.map { ": \($0)" } ?? "")
    case .batchStarted(_, _, let hosts), .reverting(_, let hosts):
      return hosts.map(\.text).joined(separator: " ")
    case .note(let text): return text
    default: return body.step?.description ?? ""
    }
  }

  private func altered(_ body: RunEvent.Body) -> RunEvent.Body {
    guard world.fault == .undoAlwaysSucceeds, case .undoFinished(let key, _, _) = body else { return body }
    return .undoFinished(key, .succeeded, nil)
  }

  private func store(_ event: RunEvent, isAwaited: Bool) {
    var late = !isAwaited && !hasLateDisk && killedAt?.sequence != event.sequence
    if late { flushSoon() }
    if world.fault == .effectBeforeIntent, case .stepStarted = event.body { late = true }
    if world.fault == .lastEventLost {
      world.disks[run, default: []] += buffer
      buffer = [event]
    } else if late {
      buffer.append(event)
    } else {
      world.disks[run, default: []] += buffer + [event]
      buffer = []
    }
  }

  private func flushSoon() {
    world.spawn { [self] in
      await world.sleep(world.pick(0...40))
      await gate()
      guard isAlive, !isOvertaken else { return }
      world.disks[run, default: []] += buffer
      buffer = []
    }
  }

  func ports(standing: @escaping @Sendable (RunID) async -> RunStanding = { _ in .foreign }) -> RunPorts {
    RunPorts(
      connect: { await self.connect($0) }, journal: self, clock: world.clock,
      nonce: {
        self.nonces += 1
        return "\(self.name)n\(self.nonces)"
      }, standing: standing)
  }

  private func connect(_ access: HostAccess) async -> Result<any HostLink, HostFailure> {
    await gate()
    let name = access.target.name
    func failed(_ reason: HostFailure.Reason) -> Result<any HostLink, HostFailure> {
      .failure(HostFailure(host: name, reason: reason, detail: "cannot connect"))
    }
    guard isAlive, let host = world[name] else { return failed(.cancelled) }
    await world.sleep(world.pick(1...50))
    guard host.isUp, host.cutUntil <= world.clock.now() else {
      await world.sleep(10_000)
      return failed(.connectTimedOut)
    }
    return .success(SimulatedLink(host: host, process: self))
  }
}
