import PlayModel

/// Reads cron lines: the five fields of crontab(5) with names, ranges, steps and lists, and with `L` and `#`.
enum CronText {
  private static let macros = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
  ]

  static func parse(_ text: String) throws(ValueFault) -> CronSchedule {
    let line = macros[text.lowercased()] ?? text
    let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard words.count == 5 else {
      throw ValueFault(
        "`\(text)` is not a cron line of five fields",
        hint:
          "minute, hour, day of the month, month, day of the week: \"0 22 * * 1-5\" is 22:00 from Monday to "
          + "Friday")
    }
    let minutes = try CronField.minute.read(words[0])
    let hours = try CronField.hour.read(words[1])
    let days = try CronField.day.read(words[2])
    let months = try CronField.month.read(words[3])
    let weekdays = try CronField.weekday.read(words[4])
    var schedule = CronSchedule(
      text: text, minutes: minutes.numbers.sorted(), hours: hours.numbers.sorted(), days: days.numbers,
      months: months.numbers, weekdays: Set(weekdays.numbers.map { $0 % 7 }), anyDay: days.beginsWithStar,
      anyWeekday: weekdays.beginsWithStar)
    schedule.lastDay = days.hasLast
    schedule.monthlyWeekdays = weekdays.monthly
    try refuseNever(schedule)
    return schedule
  }

  /// The 30th of February, and the like.
  private static func refuseNever(_ schedule: CronSchedule) throws(ValueFault) {
    guard schedule.anyWeekday || schedule.anyDay, !schedule.lastDay, let first = schedule.days.min() else {
      return
    }
    // 2024 was a leap year.
    if schedule.months.allSatisfy({ LocalTime.length(ofMonth: $0, year: 2024) < first }) {
      throw ValueFault("`\(schedule.text)` names a day that none of its months has")
    }
  }
}
