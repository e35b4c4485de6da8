import Foundation
import GRDB
import PlayModel
import PlayTesting
import Testing

@testable import PlayStore

@Suite struct StoredJournalTests {
  @Test func givesBackWhatItStored() async throws {
    let fixture = try StoreFixture()
    let events = try await fixture.record("r1", StoreFixture.bodies([("h1", .changed), ("h2", .changed)]))
    #expect(events.map(\.sequence) == Array(1...events.count))
    #expect(events.allSatisfy { $0.run == "r1" })
    #expect(events[1].time == events[0].time.advanced(by: .seconds(1)))
    #expect(try fixture.store.events(of: "r1") == events)
    // Another process opens the file anew.
    let other = try RunStore(home: fixture.home)
    #expect(try other.events(of: "r1") == events)
  }

  @Test func goesOnAfterTheLastEvent() async throws {
    let fixture = try StoreFixture()
    let bodies = StoreFixture.bodies([("h1", .changed)])
    let first = try await fixture.record("r1", Array(bodies.prefix(4)))
    let (journal, events) = try fixture.store.resumeJournal(of: "r1", clock: fixture.clock)
    #expect(events == first)
    for body in bodies.dropFirst(4) { _ = try await journal.append(body) }
    #expect(try fixture.store.events(of: "r1").map(\.body) == bodies)
    #expect(try fixture.store.run(matching: "r1").outcome == .succeeded)
  }

  /// While one transaction is held up, all other appends gather and share the next one.
  @Test func sharesOneTransactionAmongManyHosts() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    let before = await journal.transactions

    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let blocker = try DatabaseQueue(path: fixture.store.path, configuration: configuration)
    try await blocker.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    try await withThrowingTaskGroup(of: RunEvent.self) { group in
      for number in 0..<1000 {
        group.addTask { try await journal.append(.note("host \(number)")) }
      }
      // Those that came first are in the held-up transaction, all others wait behind it.
      while await journal.pendingCount < 1000 { await Task.yield() }
      try await blocker.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      for try await _ in group {}
    }
    #expect(await journal.transactions <= before + 2)
    #expect(try fixture.store.events(of: "r1").count == 1001)
  }

  @Test func writesSeveralEventsInOneTransaction() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    let before = await journal.transactions
    let bodies = (0..<100).map { RunEvent.Body.note("\($0)") }
    let events = try await journal.append(bodies)
    #expect(events.map(\.body) == bodies)
    #expect(events.map(\.sequence) == Array(2...101))
    #expect(await journal.transactions == before + 1)
    #expect(try await journal.append([]) == [])
    #expect(try fixture.store.events(of: "r1").dropFirst() == events[...])
  }

  @Test func keepsTheOrderOfEachCaller() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for host in 0..<20 {
        group.addTask {
          var last = 0
          for number in 0..<20 {
            let event = try await journal.append(.note("\(host):\(number)"))
            #expect(event.sequence > last)
            last = event.sequence
          }
        }
      }
      try await group.waitForAll()
    }
    let notes = try fixture.store.events(of: "r1").compactMap { event -> [Int]? in
      guard case .note(let text) = event.body else { return nil }
      return text.split(separator: ":").compactMap { Int($0) }
    }
    #expect(notes.count == 400)
    for host in 0..<20 {
      #expect(notes.filter { $0[0] == host }.map { $0[1] } == Array(0..<20))
    }
  }

  @Test func storesAlsoForACancelledTask() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await journal.append(.started(SamplePlan.header))
    }
    let event = try await task.value
    #expect(try fixture.store.events(of: "r1") == [event])
  }

  @Test func refusesASecondWriter() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.record("r1", [.started(SamplePlan.header)])
    #expect(throws: RunStoreError.runExists("r1")) {
      try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    }
    let (one, _) = try fixture.store.resumeJournal(of: "r1", clock: fixture.clock)
    let (two, _) = try fixture.store.resumeJournal(of: "r1", clock: fixture.clock)
    _ = try await one.append(.note("from one"))
    await #expect(throws: RunStoreError.journalOvertaken(run: "r1", sequence: 2)) {
      try await two.append(.note("from two"))
    }
    #expect(try fixture.store.events(of: "r1").map(\.body.type) == ["run.started", "note"])
  }

  @Test func refusesARunWithoutABeginning() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    await #expect(throws: RunStoreError.journalNotStarted("r1")) {
      try await journal.append(.note("too early"))
    }
    // The journal is as before: nothing was stored, the first number is still free.
    #expect(try await journal.append(.started(SamplePlan.header)).sequence == 1)
  }

  @Test func whatIsEnteredGoesToTheDiskWithWhatComesNext() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    let before = await journal.transactions
    #expect(try await journal.enter([.note("a"), .note("b")]).map(\.sequence) == [2, 3])
    #expect(try await journal.append(.note("c")).sequence == 4)
    #expect(try fixture.store.events(of: "r1").map(\.sequence) == [1, 2, 3, 4])
    #expect(await journal.transactions <= before + 2)
  }

  @Test func whatIsEnteredAloneGoesToTheDiskToo() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    _ = try await journal.enter([.note("alone")])
    while try fixture.store.events(of: "r1").count < 2 { try await Task.sleep(for: .milliseconds(2)) }
    while await journal.pendingCount > 0 { await Task.yield() }
    #expect(try fixture.store.events(of: "r1").map(\.body) == [.started(SamplePlan.header), .note("alone")])
  }

  /// Whoever entered it goes on as if it were stored, so nothing may follow it.
  @Test func afterALostEventNothingIsStored() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    try await DatabaseQueue(path: fixture.store.path).write {
      try $0.execute(
        sql: """
          CREATE TRIGGER full BEFORE INSERT ON events WHEN new.body LIKE '%refused%'
          BEGIN SELECT RAISE(ABORT, 'no'); END
          """)
    }
    _ = try await journal.enter([.note("refused")])
    for _ in 1...2 {
      await #expect(throws: RunStoreError.self) { try await journal.append(.note("good")) }
    }
    await #expect(throws: RunStoreError.self) { try await journal.enter([.note("good")]) }
    #expect(try fixture.store.events(of: "r1").count == 1)
  }

  @Test func storesNothingOfAFailedTransactionAndGoesOn() async throws {
    let fixture = try StoreFixture()
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    let other = try DatabaseQueue(path: fixture.store.path)
    try await other.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER full BEFORE INSERT ON events WHEN new.body LIKE '%refused%'
          BEGIN SELECT RAISE(ABORT, 'no'); END
          """)
    }
    await #expect(throws: RunStoreError.self) { try await journal.append(.note("refused")) }
    #expect(try await journal.append(.note("good")).sequence == 2)
    #expect(try fixture.store.events(of: "r1").count == 2)
  }

  @Test func keepsRedactedTextOut() async throws {
    let fixture = try StoreFixture(redact: { $0.replacing("hunter22", with: "<secret>") })
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    let event = try await journal.append(.note("password hunter22 was refused"))
    #expect(event.body == .note("password <secret> was refused"))
    #expect(try fixture.store.events(of: "r1").last == event)
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.home) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.home + "/" + name))
      #expect(bytes.range(of: Data("hunter22".utf8)) == nil)
    }
  }

  @Test func refusesARedactionThatBreaksTheEvent() async throws {
    let fixture = try StoreFixture(redact: { $0.replacing("\"text\"", with: "gone") })
    let journal = try fixture.store.startJournal(of: "r1", clock: fixture.clock)
    _ = try await journal.append(.started(SamplePlan.header))
    await #expect(throws: RunStoreError.self) { try await journal.append(.note("text")) }
    #expect(try fixture.store.events(of: "r1").count == 1)
  }
}
