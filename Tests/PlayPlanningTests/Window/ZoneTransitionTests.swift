import PlayModel
import Testing

@testable import PlayPlanning

/// Every change of the clocks from 2020 to 2035 in more than thirty zones.
@Suite struct ZoneTransitionTests {
  struct Transition {
    let zone: String
    let at: Int64
    let before: Int
    let after: Int
  }

  private static func transitions() throws -> [Transition] {
    try ZoneOracle.ask(["transitions", "2020", "2036"], ZoneOracle.zones.joined(separator: "\n")).map {
      line in
      let words = line.split(separator: "\t")
      return Transition(
        zone: String(words[0]), at: try #require(Int64(words[1])), before: try #require(Int(words[2])),
        after: try #require(Int(words[3])))
    }
  }

  @Test func theRulesAreThoseOfPython() throws {
    let all = try Self.transitions()
    #expect(ZoneOracle.zones.count >= 30)
    #expect(all.count > 600)
    let (first, last) = (
      LocalTime(year: 2020, month: 1, day: 1).seconds, LocalTime(year: 2036, month: 1, day: 1).seconds
    )
    for name in ZoneOracle.zones {
      let rules = try ZoneOracle.rules(name)
      let mine = rules.transitions.filter { $0.at > first && $0.at <= last }
        .filter { rules.offset(at: $0.at - 1) != $0.offset }
      let theirs = all.filter { $0.zone == name }
      #expect(mine.map(\.at) == theirs.map(\.at), "\(name)")
      #expect(mine.map(\.offset) == theirs.map(\.after), "\(name)")
    }
  }

  /// A window at each quarter of an hour around every change: a start in the gap moves to its end, a repeated one
  /// is the first, and nothing opens twice.
  @Test func startsAroundEveryChangeAreRight() throws {
    let cron = CronSchedule(
      text: "*/15 * * * *", minutes: [0, 15, 30, 45], hours: Array(0...23), days: Set(1...31),
      months: Set(1...12), weekdays: Set(0...6), anyDay: true, anyWeekday: true)
    for transition in try Self.transitions() {
      let zone = try ZoneOracle.rules(transition.zone)
      let window = Window(
        name: "w", schedule: .cron(cron), zone: zone, duration: .seconds(600),
        position: SourcePosition(file: "t"))
      let from = Timestamp(milliseconds: (transition.at - 3 * 3600) * 1000)
      let until = Timestamp(milliseconds: (transition.at + 3 * 3600) * 1000)
      let starts = WindowCalendar(window).occurrences(startingFrom: from).prefix { $0.start <= until }
        .map(\.start)
      #expect(starts == Self.expected(from: from, until: until, zone: zone), "\(transition)")
    }
  }

  /// By going through the minutes that could matter: each instant that shows a quarter for the first time, and the
  /// end of a gap that skips one.
  private static func expected(from: Timestamp, until: Timestamp, zone: ZoneRules) -> [Timestamp] {
    var found: [Timestamp] = []
    var latest = Int64.min
    // The clocks may have shown these times before: no change of these years is of two hours.
    // In these years clocks change at whole minutes.
    for second in stride(from: from.floorSeconds - 7200, through: until.floorSeconds, by: 60) {
      let local = second + Int64(zone.offset(at: second))
      guard local > latest else { continue }
      let skipped = latest == .min ? 0 : (local / 900) - (latest / 900)
      latest = local
      if skipped > 0, second >= from.floorSeconds { found.append(Timestamp(milliseconds: second * 1000)) }
    }
    return found
  }
}
