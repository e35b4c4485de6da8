import PlayModel

/// The rule at the end of a zone file for all times after its last transition: POSIX's `TZ`, with the hours
/// beyond a day that RFC 9636, section 3.3.1, adds. `CET-1CEST,M3.5.0,M10.5.0/3`
struct ZoneFooter {
  /// When in a year, on the wall clock that holds until then.
  private enum Day {
    /// The n-th, from 1, the 29th of February never counted.
    case julian(Int)
    /// Days after the 1st of January.
    case ordinal(Int)
    case weekday(month: Int, week: Int, weekday: Int)

    func number(in year: Int) -> Int {
      let newYear = LocalTime.days(year: year, month: 1, day: 1)
      switch self {
      case .ordinal(let day): return newYear + day
      case .julian(let day):
        let leap = LocalTime.length(ofMonth: 2, year: year) == 29 && day >= 60
        return newYear + day - 1 + (leap ? 1 : 0)
      case .weekday(let month, let week, let weekday):
        let first = LocalTime.days(year: year, month: month, day: 1)
        let day = first + (weekday - LocalTime.weekday(ofDay: first) + 7) % 7 + (week - 1) * 7
        return day < first + LocalTime.length(ofMonth: month, year: year) ? day : day - 7
      }
    }
  }

  private struct Change {
    let day: Day
    let seconds: Int
    /// Seconds east of UTC before and after.
    let from: Int
    let to: Int
  }

  /// Seconds east of UTC.
  let standardOffset: Int
  private let changes: [Change]

  init?(_ text: String) {
    var scanner = Scanner(rest: text[...])
    guard scanner.name(), let standard = scanner.time() else { return nil }
    standardOffset = -standard
    if scanner.rest.isEmpty {
      changes = []
      return
    }
    guard scanner.name() else { return nil }
    var summer = -standard + 3600
    if scanner.rest.first != "," {
      guard let written = scanner.time() else { return nil }
      summer = -written
    }
    guard let start = scanner.rule(), let end = scanner.rule(), scanner.rest.isEmpty else { return nil }
    changes = [
      Change(day: start.day, seconds: start.seconds, from: standardOffset, to: summer),
      Change(day: end.day, seconds: end.seconds, from: summer, to: standardOffset),
    ]
  }

  /// - Parameter after: POSIX time in seconds.
  func transitions(through lastYear: Int, after: Int64) -> [ZoneRules.Transition] {
    guard !changes.isEmpty else {
      return []
    }
    let first = after == .min ? 1970 : LocalTime.date(ofDay: LocalTime(seconds: after).day).year
    guard first <= lastYear else { return [] }
    let all = (first...lastYear).flatMap { year in
      changes.map { change in
        let wall = change.day.number(in: year) * 86_400 + change.seconds
        return ZoneRules.Transition(at: Int64(wall - change.from), offset: change.to)
      }
    }
    return all.filter { $0.at > after }.sorted { $0.at < $1.at }
  }

  private struct Scanner {
    var rest: Substring

    /// `CET`, or anything in `<>`.
    mutating func name() -> Bool {
      if rest.first == "<" {
        guard let end = rest.firstIndex(of: ">") else { return false }
        rest = rest[rest.index(after: end)...]
        return true
      }
      let letters = rest.prefix(while: \.isLetter)
      rest = rest.dropFirst(letters.count)
      return letters.count >= 3
    }

    mutating func number() -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int(digits)
    }

    mutating func take(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }

    /// `[+-]hh[:mm[:ss]]`, in seconds.
    mutating func time() -> Int? {
      let negative = take("-")
      if !negative { _ = take("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where take(":") {
        guard let value = number(), value < 60 else { return nil }
        seconds += value * unit
      }
      return negative ? -seconds : seconds
    }

    mutating func rule() -> (day: Day, seconds: Int)? {
      guard take(","), let day = day() else { return nil }
      guard take("/") else { return (day, 2 * 3600) }
      return time().map { (day, $0) }
    }

    private mutating func day() -> Day? {
      if take("J") { return number().map(Day.julian) }
      guard take("M") else { return number().map(Day.ordinal) }
      guard let month = number(), (1...12).contains(month), take("."), let week = number(),
        (1...5).contains(week), take("."), let weekday = number(), (0...6).contains(weekday)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
  }
}
