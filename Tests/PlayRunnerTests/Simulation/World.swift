import PlayModel
import PlayPlanning
import PlayTesting

@testable import PlayRunner

/// Everything of one simulated run: hosts, network, time and chance. The same seed gives the same world.
///
/// Unchecked: all that lives in a world runs on the one thread that calls `SeededExecutor.run`.
final class World: @unchecked Sendable {
  let clock = VirtualClock()
  let executor: SeededExecutor
  let fault: PlantedFault?
  private(set) var hosts: [SimulatedHost] = []
  /// What went against a promise.
  private(set) var violations: [String] = []
  private(set) var log: [String] = []
  private var generator: SeededGenerator
  /// Journals by run: what is on disk.
  var disks: [RunID: [RunEvent]] = [:]
  /// No more accidents.
  var calm = false
  /// Watches `min_healthy`, where nothing but the run itself takes hosts down.
  var budget: HealthWatch?
  /// A service of which there may be one in the whole fleet.
  var single: String?
  /// In front of the hosts, where the scenario has one.
  var balancer: SimulatedBalancer?

  init(seed: UInt64, fault: PlantedFault?) {
    executor = SeededExecutor(seed: seed &* 31 &+ 7)
    generator = SeededGenerator(seed: seed)
    self.fault = fault
  }

  func add(_ host: SimulatedHost) { hosts.append(host) }

  subscript(name: HostName) -> SimulatedHost? { hosts.first { $0.name == name } }

  func violated(_ what: String) { violations.append(what) }

  func note(_ line: String) { log.append("\(clock.now().milliseconds) \(line)") }

  func chance(_ percent: Int) -> Bool { generator.chance(percent) }

  func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  func spawn(_ body: @escaping @Sendable () async -> Void) {
    Task(executorPreference: executor) { await body() }
  }

  func sleep(_ milliseconds: Int) async { try? await clock.sleep(for: .milliseconds(milliseconds)) }
}
