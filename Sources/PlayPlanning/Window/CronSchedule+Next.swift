import PlayModel

extension CronSchedule {
  /// The first wall time that the schedule names at or after `from`; `nil` when there is none in 60 years (a
  /// 29th of February on one weekday can be 40 years away).
  public func next(atOrAfter from: LocalTime) -> LocalTime? {
    var minute = from.secondOfDay / 60 + (from.secondOfDay % 60 > 0 ? 1 : 0)
    var day = from.day
    if minute >= 24 * 60 { (day, minute) = (day + 1, 0) }
    let last = day + 60 * 366
    while day <= last {
      let (year, month, dayOfMonth) = LocalTime.date(ofDay: day)
      let length = LocalTime.length(ofMonth: month, year: year)
      guard months.contains(month) else {
        (day, minute) = (day + length - dayOfMonth + 1, 0)
        continue
      }
      if names(dayOfMonth, of: length, weekday: LocalTime.weekday(ofDay: day)),
        let found = firstMinute(from: minute)
      {
        return LocalTime(seconds: Int64(day) * 86_400 + Int64(found) * 60)
      }
      (day, minute) = (day + 1, 0)
    }
    return nil
  }

  private func names(_ day: Int, of length: Int, weekday: Int) -> Bool {
    let byDay = days.contains(day) || (lastDay && day == length)
    let byWeekday =
      weekdays.contains(weekday)
      || monthlyWeekdays.contains { monthly in
        guard monthly.weekday == weekday else { return false }
        return monthly.week.map { (day - 1) / 7 + 1 == $0 } ?? (day + 7 > length)
      }
    return anyDay || anyWeekday ? byDay && byWeekday : byDay || byWeekday
  }

  /// Of a day, counted from its midnight.
  private func firstMinute(from minute: Int) -> Int? {
    for hour in hours where hour >= minute / 60 {
      let earliest = hour == minute / 60 ? minute % 60 : 0
      if let found = minutes.first(where: { $0 >= earliest }) { return hour * 60 + found }
    }
    return nil
  }
}
