/// The minutes that a five-field cron line names (crontab(5)), read and checked.
public struct CronSchedule: Sendable, Hashable, Codable {
  /// A weekday of one week of a month: `5#2` is the second Friday, `5L` the last.
  public struct MonthlyWeekday: Sendable, Hashable, Codable {
    /// 0 is Sunday.
    public let weekday: Int
    /// 1 to 5; `nil` is the last.
    public let week: Int?

    public init(weekday: Int, week: Int?) {
      self.weekday = weekday
      self.week = week
    }
  }

  /// As it was written.
  public var text: String
  /// All sorted, none empty unless the field says so otherwise.
  public var minutes: [Int]
  public var hours: [Int]
  public var days: Set<Int>
  /// `L` in the field of days: the last one of the month.
  public var lastDay = false
  public var months: Set<Int>
  /// 0 is Sunday.
  public var weekdays: Set<Int>
  public var monthlyWeekdays: Set<MonthlyWeekday> = []
  /// The field begins with `*`. Where neither of the two fields does, either of them is enough for a day to
  /// be named; else both have to agree (crontab(5), the note on the day of a command's execution).
  public var anyDay: Bool
  public var anyWeekday: Bool

  public init(
    text: String, minutes: [Int], hours: [Int], days: Set<Int>, months: Set<Int>, weekdays: Set<Int>,
    anyDay: Bool, anyWeekday: Bool
  ) {
    self.text = text
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = weekdays
    self.anyDay = anyDay
    self.anyWeekday = anyWeekday
  }
}
