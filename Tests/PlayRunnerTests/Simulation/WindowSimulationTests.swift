import PlayModel
import PlayPlanning
import PlayTesting
import Testing

@testable import PlayRunner

/// Runs in windows whose cutoff comes at any moment, in worlds with broken releases and cut connections.
@Suite struct WindowSimulationTests {
  private static let run: RunID = "20261122-162030-aaaa"

  // Unchecked: a night is lived by one seeded executor, on one thread (see `World`).
  private final class Night: @unchecked Sendable {
    let world: World
    let scenario: Scenario
    let window: RunWindow
    var outcome: RunOutcome?
    var resumed: RunOutcome?

    init(seed: UInt64, atCutoff: Window.AtCutoff) {
      world = World(seed: seed, fault: nil)
      scenario = Scenario(seed: seed)
      let start = world.clock.now()
      let cutoff = start.advanced(by: .milliseconds(world.pick(0...60_000)))
      window = RunWindow(
        WindowOccurrence(
          window: "night", date: "2026-11-22", start: start, cutoff: cutoff,
          end: cutoff.advanced(by: .milliseconds(world.pick(0...120_000)))), atCutoff: atCutoff)
    }

    func play() async throws {
      try scenario.furnish(world)
      let first = SimulatedProcess("A", run: run, world: world)
      outcome = try await Rollout(request(window), ports: first.ports()).run()
      guard outcome == .waiting else { return }
      let state = try RunState(run: run, folding: world.disks[run] ?? [])
      let next = SimulatedProcess("B", run: run, world: world)
      let request = request(nil)
      resumed = try await Rollout(request, ports: next.ports(), state: state).resume(
        .onward, as: request.header)
    }

    private func request(_ window: RunWindow?) -> RunRequest {
      let accesses = scenario.hosts.map {
        ($0, HostAccess(target: ConnectionTarget(name: $0, address: $0.text)))
      }
      return RunRequest(
        run: run,
        header: RunHeader(
          mode: .run, command: "", user: "ana", machine: "m", processID: 1, version: "0", playbooks: [],
          inventories: []),
        plays: scenario.plays(2), hosts: Dictionary(accesses, uniquingKeysWith: { first, _ in first }),
        window: window)
    }
  }

  private static func night(_ seed: UInt64, _ atCutoff: Window.AtCutoff) -> Night {
    let night = Night(seed: seed, atCutoff: atCutoff)
    let ended = night.world.executor.run(clock: night.world.clock) {
      do { try await night.play() } catch { night.world.violated("\(error)") }
    }
    if !ended { night.world.violated("it never ends") }
    #expect(night.world.violations == [], "seed \(seed)")
    return night
  }

  @Test func noBatchBeginsAfterTheCutoffAndTheNextOpeningGoesOn() throws {
    var outcomes: [RunOutcome: Int] = [:]
    for seed in UInt64(1)...300 {
      let night = Self.night(seed, .wait)
      let events = night.world.disks[Self.run] ?? []
      let own = events.prefix { if case .resumed = $0.body { false } else { true } }
      for event in own {
        guard case .batchStarted = event.body else { continue }
        #expect(event.time < night.window.occurrence.cutoff, "seed \(seed)")
      }
      let outcome = try #require(night.outcome)
      outcomes[outcome, default: 0] += 1
      let state = try RunState(run: Self.run, folding: Array(own))
      switch outcome {
      case .waiting:
        // Every host is wholly one or the other, and none is in between.
        #expect(state.openHosts.isEmpty, "seed \(seed)")
        #expect(!state.touchedHosts.isEmpty, "seed \(seed)")
        #expect(night.resumed != nil && night.resumed != .waiting, "seed \(seed)")
      case .refused: #expect(state.touchedHosts.isEmpty, "seed \(seed)")
      default: break
      }
    }
    // All three ways are among the worlds.
    #expect(outcomes[.waiting, default: 0] > 10 && outcomes[.refused, default: 0] > 10)
    #expect(outcomes[.succeeded, default: 0] > 10)
  }

  @Test func atCutoffRollbackLeavesNothingOfTheRun() throws {
    var wentBack = 0
    for seed in UInt64(1)...300 {
      let night = Self.night(seed, .rollback)
      #expect(night.outcome != .waiting, "seed \(seed)")
      let state = try RunState(run: Self.run, folding: night.world.disks[Self.run] ?? [])
      guard state.reverts.contains(where: { $0.reason.contains("window night") }) else { continue }
      wentBack += 1
      #expect(night.outcome == .rolledBack && state.touchedHosts.isEmpty, "seed \(seed)")
    }
    #expect(wentBack > 10)
  }
}
