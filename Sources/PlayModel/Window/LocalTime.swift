/// What a wall clock shows: a date and a time of day in the Gregorian calendar, of no zone.
public struct LocalTime: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  /// Since 1970-01-01T00:00:00 on the same wall clock, as if its days all had 24 hours.
  public let seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  /// Numbers beyond their usual range carry over, as in `mktime(3)`.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    let days = Self.days(year: year, month: month, day: day)
    seconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second)
  }

  public static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }

  /// Days since 1970-01-01, a Thursday.
  public var day: Int { Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) }

  public var secondOfDay: Int { Int(seconds) - day * 86_400 }

  /// 0 is Sunday, as in cron.
  public var weekday: Int { Self.weekday(ofDay: day) }

  public var date: (year: Int, month: Int, day: Int) { Self.date(ofDay: day) }

  /// `2026-12-24T22:00`, with seconds where there are some.
  public var description: String {
    let second = secondOfDay
    let tail = second % 60 == 0 ? "" : ":\(Self.digits(second % 60))"
    return "\(dateText)T\(Self.digits(second / 3600)):\(Self.digits(second / 60 % 60))\(tail)"
  }

  /// `2026-12-24`
  public var dateText: String {
    let (year, month, day) = date
    return "\(Self.digits(year, 4))-\(Self.digits(month))-\(Self.digits(day))"
  }

  /// Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last.
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The inverse of `days`.
  public static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  public static func weekday(ofDay day: Int) -> Int { ((day + 4) % 7 + 7) % 7 }

  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func digits(_ number: Int, _ width: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension LocalTime {
  /// Reads `2026-12-24T22:00`, also with seconds, with a blank for the T, or a date alone, which is its
  /// midnight. `nil` for anything else, and for days and times that do not exist.
  public init?(_ text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "T" || $0 == "t" || $0 == " " }
    guard parts.count <= 2, let date = parts.first.flatMap({ Self.numbers($0, "-", widths: [4, 2, 2]) }),
      (1...12).contains(date[1]), date[0] >= 1,
      (1...Self.length(ofMonth: date[1], year: date[0])).contains(date[2])
    else { return nil }
    var time = [0, 0, 0]
    if parts.count == 2 {
      guard
        let read = Self.numbers(parts[1], ":", widths: [2, 2])
          ?? Self.numbers(parts[1], ":", widths: [2, 2, 2]),
        read[0] < 24, read.dropFirst().allSatisfy({ $0 < 60 })
      else { return nil }
      time = read + (read.count == 2 ? [0] : [])
    }
    self.init(
      year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2])
  }

  private static func numbers(_ text: Substring, _ separator: Character, widths: [Int]) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == widths.count,
      zip(parts, widths).allSatisfy({ part, width in
        part.count == width && part.allSatisfy { $0.isASCII && $0.isNumber }
      })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == widths.count ? numbers : nil
  }
}
