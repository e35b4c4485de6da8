import Foundation
import PlayModel
import PlayPlanning
import PlayTesting
import Testing

@Suite struct RunStatePropertyTests {
  static let seeds = Array(UInt64(1)...200)

  @Test(arguments: seeds) func acceptsLegalRuns(seed: UInt64) throws {
    let events = RandomRun(seed: seed).script.events
    let state = try RunState(run: events[0].run, folding: events)
    #expect(state.isTerminal)
    #expect(state.lastSequence == events.count)
    guard state.outcome != .interrupted else { return }
    #expect(state.outcomes.count == state.hosts.count)
  }

  /// A state that was written down in the middle goes on like one that never was.
  @Test(arguments: seeds) func foldsAPrefixAndTheRest(seed: UInt64) throws {
    let events = RandomRun(seed: seed).script.events
    let whole = try RunState(run: events[0].run, folding: events)
    var random = SeededGenerator(seed: seed)
    let cut = Int.random(in: 0...events.count, using: &random)
    let first = try RunState(run: events[0].run, folding: events.prefix(cut))
    var again = try JSONDecoder().decode(RunState.self, from: try JSONEncoder().encode(first))
    #expect(again == first)
    for event in events.dropFirst(cut) { try again.apply(event) }
    #expect(again == whole)
  }

  /// Each undo list is what stands, newest first, and empties as its steps are undone.
  @Test(arguments: seeds) func listsUndosNewestFirst(seed: UInt64) throws {
    let events = RandomRun(seed: seed).script.events
    var state = RunState(run: events[0].run)
    for event in events {
      try state.apply(event)
      for host in state.hosts {
        let starts = host.undoList.map(\.startedAt)
        #expect(starts == starts.sorted(by: >))
        #expect(host.undoList.allSatisfy { $0.key.kind.hasUndo && $0.status != .undone })
        #expect(host.isTouched == !host.effects.isEmpty)
      }
    }
  }

  struct Mutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The mutated events; `nil` when the run has no place for the mutation.
    let mutate: @Sendable (_ bodies: [RunEvent.Body], _ random: inout SeededGenerator) -> [RunEvent.Body]?
  }

  static let mutations: [Mutation] = [
    Mutation(testDescription: "no beginning") { bodies, _ in Array(bodies.dropFirst()) },
    Mutation(testDescription: "two beginnings") { bodies, _ in [bodies[0]] + bodies },
    Mutation(testDescription: "something after the end") { bodies, _ in bodies + [.note("late")] },
    Mutation(testDescription: "a step started twice") { bodies, random in
      Self.duplicate(bodies, &random) { if case .stepStarted = $0 { true } else { false } }
    },
    Mutation(testDescription: "a step finished that never started") { bodies, random in
      Self.drop(bodies, &random) { if case .stepStarted = $0 { true } else { false } }
    },
    Mutation(testDescription: "an undo finished that never started") { bodies, random in
      Self.drop(bodies, &random) { if case .undoStarted = $0 { true } else { false } }
    },
    Mutation(testDescription: "an undo started twice") { bodies, random in
      Self.duplicate(bodies, &random) { if case .undoStarted = $0 { true } else { false } }
    },
    Mutation(testDescription: "an undo without an end") { bodies, random in
      guard case .finished(let outcome, _) = bodies.last, outcome != .interrupted, outcome != .stuck else {
        return nil
      }
      return Self.drop(bodies, &random) {
        if case .undoFinished(_, .succeeded, _) = $0 { true } else { false }
      }
    },
    Mutation(testDescription: "no plan") { bodies, random in
      Self.drop(bodies, &random) {
        if case .planned(let plan) = $0 { !plan.batches.isEmpty } else { false }
      }
    },
    Mutation(testDescription: "a batch started twice") { bodies, random in
      Self.duplicate(bodies, &random) { if case .batchStarted = $0 { true } else { false } }
    },
    Mutation(testDescription: "an effect outside its batch") { bodies, random in
      guard bodies.contains(where: { if case .stepStarted(let key) = $0 { key.kind.hasUndo } else { false } })
      else { return nil }
      return bodies.filter { body in
        switch body {
        case .batchStarted, .batchFinished: false
        default: true
        }
      }
    },
    Mutation(testDescription: "a host finished twice") { bodies, random in
      Self.duplicate(bodies, &random) { if case .hostFinished = $0 { true } else { false } }
    },
    Mutation(testDescription: "a host without an end") { bodies, random in
      Self.drop(bodies, &random) { if case .hostFinished = $0 { true } else { false } }
    },
    Mutation(testDescription: "a changed host called unchanged") { bodies, random in
      Self.replace(bodies, &random) { body in
        guard case .hostFinished(let host, .changed, let trouble) = body else { return nil }
        return .hostFinished(host: host, outcome: .unchanged, trouble: trouble)
      }
    },
    Mutation(testDescription: "an untouched host called changed") { bodies, random in
      Self.replace(bodies, &random) { body in
        guard case .hostFinished(let host, .notAttempted, let trouble) = body else { return nil }
        return .hostFinished(host: host, outcome: .changed, trouble: trouble)
      }
    },
    Mutation(testDescription: "a stuck host hidden") { bodies, _ in
      guard case .finished(.stuck, let reason) = bodies.last else { return nil }
      return bodies.dropLast() + [.finished(.rolledBack, reason: reason)]
    },
  ]

  @Test(arguments: mutations) func refusesMutatedRuns(mutation: Mutation) throws {
    var tried = 0
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed &* 7919)
      let bodies = RandomRun(seed: seed).script.events.map(\.body)
      guard let mutated = mutation.mutate(bodies, &random) else { continue }
      tried += 1
      #expect(throws: IllegalTransition.self, "seed \(seed)") { try Self.foldUntilRefused(mutated) }
    }
    // A mutation that never finds its place would prove nothing.
    #expect(tried >= 5)
  }

  /// Folds renumbered events; a refused one must leave the state as it was.
  private static func foldUntilRefused(_ bodies: [RunEvent.Body]) throws {
    var script = RunScript()
    for body in bodies { script.add(body) }
    var state = RunState(run: script.run)
    for event in script.events {
      let before = state
      do {
        try state.apply(event)
      } catch {
        #expect(state == before)
        throw error
      }
    }
  }

  @Test(arguments: seeds) func refusesGapsAndForeignRuns(seed: UInt64) throws {
    let events = RandomRun(seed: seed).script.events
    var random = SeededGenerator(seed: seed)
    let index = Int.random(in: 0..<events.count - 1, using: &random)
    var gap = events
    gap.remove(at: index)
    #expect(throws: IllegalTransition.self) { try RunState(run: events[0].run, folding: gap) }
    var foreign = events
    foreign[index] = RunEvent(
      sequence: index + 1, time: events[index].time, run: "other", body: events[index].body)
    #expect(throws: IllegalTransition.self) { try RunState(run: events[0].run, folding: foreign) }
  }

  // MARK: Mutations

  private static func places(
    _ bodies: [RunEvent.Body], _ random: inout SeededGenerator, _ fits: (RunEvent.Body) -> Bool
  ) -> Int? {
    bodies.indices.filter { fits(bodies[$0]) }.randomElement(using: &random)
  }

  private static func duplicate(
    _ bodies: [RunEvent.Body], _ random: inout SeededGenerator, _ fits: (RunEvent.Body) -> Bool
  ) -> [RunEvent.Body]? {
    guard let place = places(bodies, &random, fits) else { return nil }
    var copy = bodies
    copy.insert(bodies[place], at: place + 1)
    return copy
  }

  private static func drop(
    _ bodies: [RunEvent.Body], _ random: inout SeededGenerator, _ fits: (RunEvent.Body) -> Bool
  ) -> [RunEvent.Body]? {
    guard let place = places(bodies, &random, fits) else { return nil }
    var copy = bodies
    copy.remove(at: place)
    return copy
  }

  private static func replace(
    _ bodies: [RunEvent.Body], _ random: inout SeededGenerator,
    _ replacement: (RunEvent.Body) -> RunEvent.Body?
  ) -> [RunEvent.Body]? {
    guard let place = places(bodies, &random, { replacement($0) != nil }),
      let body = replacement(bodies[place])
    else { return nil }
    var copy = bodies
    copy[place] = body
    return copy
  }
}
