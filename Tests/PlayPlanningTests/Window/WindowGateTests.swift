import PlayModel
import Testing

@testable import PlayFiles
@testable import PlayPlanning

/// Allow windows, freezes, cutoffs and deadlines together, on a calendar of 2026 in UTC.
@Suite struct WindowGateTests {
  private static func window(
    _ name: String, _ line: String, hours: Int, change: (inout Window) -> Void = { _ in }
  ) throws -> Window {
    var window = Window(
      name: name, schedule: .cron(try CronText.parse(line)), zone: .utc, duration: .seconds(hours * 3600),
      position: SourcePosition(file: "inventory.yml", line: 1, column: 1))
    change(&window)
    return window
  }

  private static func freeze(_ from: String, hours: Int, name: String = "freeze") throws -> Window {
    var window = Window(
      name: name, schedule: .once(try #require(LocalTime(from))), zone: .utc,
      duration: .seconds(hours * 3600), position: SourcePosition(file: "inventory.yml", line: 2, column: 1))
    window.kind = .deny
    return window
  }

  private static func time(_ text: String) throws -> Timestamp {
    ZoneRules.utc.firstInstant(showing: try #require(LocalTime(text)))
  }

  private static func cutoff(_ gate: WindowGate) -> Timestamp? {
    if case .open(let window) = gate { window.occurrence.cutoff } else { nil }
  }

  @Test func aRunMayBeginBetweenStartAndCutoff() throws {
    let nights = try Self.window("nights", "0 22 * * *", hours: 2) { $0.cutoff = .seconds(1200) }
    for (text, isOpen) in [
      ("2026-03-02T21:59:59", false), ("2026-03-02T22:00", true), ("2026-03-02T23:39:59", true),
      ("2026-03-02T23:40", false), ("2026-03-03T00:00", false),
    ] {
      let gate = WindowGate([[nights]], at: try Self.time(text))
      #expect((Self.cutoff(gate) != nil) == isOpen, "\(text)")
    }
    #expect(
      WindowGate.nextOpening([[nights]], from: try Self.time("2026-03-02T23:40"))
        == (try Self.time("2026-03-03T22:00")))
  }

  @Test func theStartDeadlineKeepsLateRunsOut() throws {
    let nights = try Self.window("nights", "0 22 * * *", hours: 2) { $0.startDeadline = .seconds(600) }
    #expect(Self.cutoff(WindowGate([[nights]], at: try Self.time("2026-03-02T22:10"))) != nil)
    #expect(Self.cutoff(WindowGate([[nights]], at: try Self.time("2026-03-02T22:10:01"))) == nil)
  }

  @Test func anOvernightWindowBelongsToTheDayItStartsOn() throws {
    let nights = try Self.window("nights", "0 22 * * 5", hours: 4)
    let found = WindowCalendar(nights).occurrence(at: try Self.time("2026-03-07T01:00"))
    #expect(found?.date == "2026-03-06")
    #expect(WindowCalendar(nights).occurrence(at: try Self.time("2026-03-07T02:00")) == nil)
  }

  @Test func aFreezeBeatsAnOpenWindowAndEndsOneThatIsOpen() throws {
    let nights = try Self.window("nights", "0 22 * * *", hours: 2) { $0.cutoff = .seconds(600) }
    let freeze = try Self.freeze("2026-03-02T23:00", hours: 48)
    let plays = [[nights, freeze]]
    guard case .closed = WindowGate(plays, at: try Self.time("2026-03-03T22:30")) else {
      Issue.record("the freeze was passed over")
      return
    }
    // Its cutoff moves with the end.
    #expect(
      Self.cutoff(WindowGate(plays, at: try Self.time("2026-03-02T22:30")))
        == (try Self.time("2026-03-02T22:50")))
    #expect(
      WindowGate.nextOpening(plays, from: try Self.time("2026-03-02T22:55"))
        == (try Self.time("2026-03-04T23:00")))
  }

  @Test func withoutAWindowAFreezeIsTheOnlyLimit() throws {
    let freeze = try Self.freeze("2026-03-02T23:00", hours: 48)
    #expect(WindowGate([[]], at: try Self.time("2026-03-02T22:00")) == .free)
    guard case .open(let window) = WindowGate([[freeze]], at: try Self.time("2026-03-02T22:00")) else {
      Issue.record("a freeze to come is a limit")
      return
    }
    #expect(window.isBeforeFreeze)
    #expect(window.occurrence.cutoff == (try Self.time("2026-03-02T23:00")))
    #expect(WindowGate([[freeze]], at: try Self.time("2026-03-04T23:00")) == .free)
  }

  @Test func everyPlayHasToBeOpenAndTheEarliestCutoffHolds() throws {
    let long = try Self.window("long", "0 20 * * *", hours: 4)
    let short = try Self.window("short", "0 22 * * *", hours: 1)
    #expect(
      Self.cutoff(WindowGate([[long], [short]], at: try Self.time("2026-03-02T22:30")))
        == (try Self.time("2026-03-02T23:00")))
    #expect(
      WindowGate.nextOpening([[long], [short]], from: try Self.time("2026-03-02T12:00"))
        == (try Self.time("2026-03-02T22:00")))
    let never = try Self.window("never", "0 12 * * *", hours: 1)
    #expect(WindowGate.nextOpening([[long], [never]], from: try Self.time("2026-03-02T12:00")) == nil)
  }

  @Test func jitterIsStableWithinItsBoundsAndLeavesTheEnd() throws {
    let plain = try Self.window("nights", "0 22 * * *", hours: 2)
    let jittered = try Self.window("nights", "0 22 * * *", hours: 2) { $0.jitter = .seconds(600) }
    let from = try Self.time("2026-03-01T00:00")
    let base = WindowCalendar(plain).occurrences(startingFrom: from).prefix(200)
    let moved = Array(WindowCalendar(jittered).occurrences(startingFrom: from).prefix(200))
    #expect(moved == Array(WindowCalendar(jittered).occurrences(startingFrom: from).prefix(200)))
    for (one, other) in zip(base, moved) {
      #expect((0..<600_000).contains(other.start.milliseconds - one.start.milliseconds))
      #expect(one.end == other.end)
    }
    #expect(Set(zip(base, moved).map { $1.start.since($0.start) }).count > 100)
  }

  @Test func durationsLongerThanThePeriodAreRefused() throws {
    let hourly = try Self.window("hourly", "0 * * * *", hours: 2)
    let daily = try Self.window("daily", "0 0 * * *", hours: 24)
    let problems = WindowChecks.problems(of: [hourly, daily], now: try Self.time("2026-03-01T00:00"))
    #expect(problems.map(\.position.description) == ["inventory.yml:1:1"])
    #expect(problems.first?.message.contains("longer than the time between two of its openings, 1 h") == true)
  }

  @Test func freezesThatOverlapAreRefusedWhileTheyAreToCome() throws {
    let one = try Self.freeze("2026-03-02T23:00", hours: 48, name: "one")
    let other = try Self.freeze("2026-03-04T12:00", hours: 48, name: "two")
    let after = try Self.freeze("2026-03-06T12:00", hours: 48, name: "three")
    let windows = [one, other, after]
    let problems = WindowChecks.problems(of: windows, now: try Self.time("2026-03-01T00:00"))
    #expect(problems.map(\.message).joined().contains("`one` and `two` overlap"))
    #expect(problems.count == 1)
    #expect(WindowChecks.problems(of: windows, now: try Self.time("2026-03-05T00:00")).isEmpty)
  }

  @Test func ninetyFiveOfAHundredBatchesDecide() {
    let hundred = BatchForecast(earlier: (1...100).map { .seconds($0) }, bake: .zero)
    #expect(hundred.likely == .seconds(95))
    #expect(BatchForecast(earlier: [.seconds(3), .seconds(9)], bake: .zero).likely == .seconds(9))
    #expect(BatchForecast(earlier: [.seconds(3)], bake: .seconds(30)).likely == .seconds(30))
    let now = Timestamp(milliseconds: 0)
    #expect(hundred.fits(from: now, to: now.advanced(by: .seconds(95))))
    #expect(!hundred.fits(from: now, to: now.advanced(by: .seconds(94))))
  }
}
