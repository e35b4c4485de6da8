import PlayModel
import PlayStore
import Testing

/// What becomes of the times of jobs, and the messages about them.
@Suite struct ScheduleRecordTests {
  private let here = RunStore.Claimant(machine: "a", process: 1)
  private let there = RunStore.Claimant(machine: "b", process: 2)

  private func occurrence(_ hour: Int64, _ status: JobOccurrence.Status = .running) -> JobOccurrence {
    let start = Timestamp(milliseconds: hour * 3_600_000)
    return JobOccurrence(job: "night", start: start, status: status, notedAt: start, run: RunID("r\(hour)"))
  }

  @Test func aTimeIsTakenOnce() throws {
    let store = try StoreFixture().store
    #expect(try store.claim(occurrence(1), by: here))
    #expect(try !store.claim(occurrence(1), by: there))
    #expect(try !store.note(occurrence(1, .missed)))
    #expect(try store.claimant(of: occurrence(1)) == here)
    // Another goes on with it, and only one.
    #expect(try store.takeOver(occurrence(1), from: here, by: there))
    #expect(try !store.takeOver(occurrence(1), from: here, by: here))
    try store.finish(occurrence(1), as: .done, at: occurrence(2).start, outcome: .rolledBack)
    #expect(try !store.takeOver(occurrence(1), from: there, by: here))
    let done = try #require(try store.occurrences(of: "night").first)
    #expect(done.status == .done && done.outcome == .rolledBack && done.run == "r1")
    #expect(done.notedAt == occurrence(2).start)
  }

  @Test func timesAreListedTheNewestFirst() throws {
    let store = try StoreFixture().store
    for (hour, status) in [(1, JobOccurrence.Status.known), (3, .missed), (2, .skipped)] {
      #expect(try store.note(occurrence(Int64(hour), status)))
    }
    func hours(_ found: [JobOccurrence]) -> [Int64] { found.map { $0.start.milliseconds / 3_600_000 } }
    #expect(try hours(store.occurrences()) == [3, 2, 1])
    #expect(try hours(store.occurrences(of: "night", [.missed, .known])) == [3, 1])
    #expect(try hours(store.occurrences(since: occurrence(2).start)) == [3, 2])
    #expect(try hours(store.occurrences(limit: 1)) == [3])
    #expect(try store.occurrences(of: "day") == [])
  }

  @Test func aMessageGoesOutOnceHoweverOftenItIsPosted() throws {
    let store = try StoreFixture().store
    let now = Timestamp(milliseconds: 1_000_000)
    let ways: [NotifyTarget.Way] = [.mail("a@b"), .webhook(url: "http://x", keyFile: "k")]
    for _ in 0..<2 {
      try store.post(.success, of: occurrence(1, .done), to: ways, body: #"{"event":"success"}"#, at: now)
    }
    let taken = try store.takeNotifications(at: now)
    #expect(taken.map(\.way) == ways)
    // Whoever took them has a minute; then they are anybody's.
    #expect(try store.takeNotifications(at: now.advanced(by: .seconds(59))) == [])
    #expect(try store.takeNotifications(at: now.advanced(by: .seconds(60))).count == 2)
    try store.settle(taken[0], problem: nil, at: now)
    #expect(try store.takeNotifications(at: now.advanced(by: .seconds(120))).map(\.way) == [ways[1]])
  }

  /// After 5, 10, 20 seconds and so on, and not for ever.
  @Test func aMessageThatFailsIsTriedAgainLaterAndLater() throws {
    let store = try StoreFixture().store
    let posted = Timestamp(milliseconds: 1_000_000)
    try store.post(.stuck, of: occurrence(1), to: [.file("f")], body: "{}", at: posted)
    var now = posted
    for wait in [5, 10, 20, 40] {
      let message = try #require(try store.takeNotifications(at: now).first)
      try store.settle(message, problem: "no space", at: now)
      #expect(try store.takeNotifications(at: now.advanced(by: .seconds(wait - 1))) == [])
      now = now.advanced(by: .seconds(wait))
    }
    #expect(try store.takeNotifications(at: now).first?.attempts == 4)
    #expect(try store.takeNotifications(at: posted.advanced(by: .seconds(86_400))) == [])
  }

  @Test func secretsAreInNoMessage() throws {
    let store = try StoreFixture { $0.replacing("hunter2222", with: "***") }.store
    let now = Timestamp(milliseconds: 1_000_000)
    try store.post(.failure, of: occurrence(1), to: [.file("f")], body: #"{"why":"hunter2222"}"#, at: now)
    #expect(try store.takeNotifications(at: now).map(\.body) == [#"{"why":"***"}"#])
  }
}
