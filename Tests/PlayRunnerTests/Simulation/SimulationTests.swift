import Foundation
import Testing

@Suite struct SimulationTests {
  /// `SWIFTPLAY_SIM_SEED` plays one seed and prints what happened; `SWIFTPLAY_SIM_SEEDS` says how many.
  @Test func everyWorldKeepsThePromises() {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["SWIFTPLAY_SIM_SEED"].flatMap({ UInt64($0) }) {
      let fault = environment["SWIFTPLAY_SIM_FAULT"].flatMap(PlantedFault.init(rawValue:))
      let result = Simulation.play(seed: one, fault: fault)
      print(Scenario(seed: one))
      print(result.log.joined(separator: "\n"))
      print(result.violations.joined(separator: "\n"))
      #expect(result.violations.isEmpty)
      return
    }
    let count = environment["SWIFTPLAY_SIM_SEEDS"].flatMap { UInt64($0) } ?? 400
    var failing = 0
    for seed in 1...count {
      let violations = Simulation.play(seed: seed).violations
      guard let first = violations.first else { continue }
      failing += 1
      if failing <= 20 { Issue.record("seed \(seed): \(first) (replay: make sim SEED=\(seed))") }
    }
    print("simulation: \(count) seeds, \(failing) failed")
    #expect(failing == 0)
  }

  /// Worlds that once showed a fault: a host failed in an earlier play was taken on in a later one; hosts in flight
  /// were left half-way where a run that halts was taken up, and where they were made up for after their batch (1658,
  /// 3940); `min_healthy` refused the run that would have mended hosts which were down (9021).
  @Test(arguments: [135, 1658, 1864, 1984, 3280, 3940, 4519, 5713, 6078, 9021] as [UInt64])
  func whatWasFoundOnceStaysRight(_ seed: UInt64) {
    #expect(Simulation.play(seed: seed).violations == [])
  }

  @Test func theSameSeedIsTheSameWorld() {
    for seed in UInt64(1)...40 {
      let (one, two) = (Simulation.play(seed: seed), Simulation.play(seed: seed))
      #expect(one.log == two.log)
      #expect(one.journals == two.journals)
    }
    #expect(Simulation.play(seed: 1).journals != Simulation.play(seed: 2).journals)
  }

  @Test(arguments: PlantedFault.allCases)
  func aPlantedFaultIsFound(_ fault: PlantedFault) {
    let seeds: ClosedRange<UInt64> = 1...10_000
    let found = seeds.first { !Simulation.play(seed: $0, fault: fault).violations.isEmpty }
    #expect(found != nil, "no seed shows \(fault)")
  }
}
