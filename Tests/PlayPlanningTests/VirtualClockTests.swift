import PlayModel
import PlayTesting
import Testing

/// The virtual clock that simulations of the runner stand on.
@Suite struct VirtualClockTests {
  private static func waitForSleepers(_ count: Int, _ clock: VirtualClock) async {
    while clock.sleeping < count { await Task.yield() }
  }

  @Test func wakesInOrderOfTime() async throws {
    let clock = VirtualClock(now: Timestamp(milliseconds: 0))
    let journal = InMemoryJournal(run: "r1", clock: clock)
    let tasks = [3, 1, 2].map { seconds in
      Task {
        try await clock.sleep(for: .seconds(seconds))
        _ = try await journal.append(.note("\(seconds)"))
      }
    }
    await Self.waitForSleepers(3, clock)
    for count in [1, 2, 3] {
      #expect(clock.wakeNext())
      while journal.events.count < count { await Task.yield() }
    }
    for task in tasks { try await task.value }
    #expect(journal.events.map(\.body) == [.note("1"), .note("2"), .note("3")])
    #expect(journal.events.map(\.time.milliseconds) == [1000, 2000, 3000])
    #expect(!clock.wakeNext())
  }

  @Test func endsTheSleepOfACancelledTask() async {
    let clock = VirtualClock()
    let task = Task { try await clock.sleep(for: .seconds(1)) }
    await Self.waitForSleepers(1, clock)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeping == 0)
  }

  @Test func advancesOverAllThatAreDue() async throws {
    let clock = VirtualClock(now: Timestamp(milliseconds: 0))
    let early = Task { try await clock.sleep(for: .seconds(1)) }
    let late = Task { try await clock.sleep(for: .seconds(9)) }
    await Self.waitForSleepers(2, clock)
    clock.advance(by: .seconds(5))
    try await early.value
    #expect(clock.sleeping == 1)
    #expect(clock.now() == Timestamp(milliseconds: 5000))
    late.cancel()
  }

  @Test func refusesAnAppendWhereATestSaysSo() async throws {
    let journal = InMemoryJournal(run: "r1", clock: VirtualClock())
    journal.refuse(sequence: 2)
    #expect(try await journal.append(.note("a")).sequence == 1)
    await #expect(throws: InMemoryJournal.Refused(sequence: 2)) { try await journal.append(.note("b")) }
    #expect(try await journal.append(.note("c")).sequence == 2)
  }
}
