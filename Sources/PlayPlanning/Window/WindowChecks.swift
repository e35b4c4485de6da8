import PlayModel

/// What is wrong with windows as a whole, which shows only on the calendar.
public enum WindowChecks {
  /// How far ahead openings are compared: a year and a leap day's surprise.
  private static let horizon = Duration.seconds(400 * 86_400)
  private static let mostOpenings = 2000

  /// - Parameter now: openings that have passed are nobody's concern any more.
  public static func problems(of windows: [Window], now: Timestamp) -> [FileProblem] {
    windows.compactMap(longerThanPeriod) + overlappingDenies(windows, now: now)
  }

  /// Openings are counted on the clock: on the day with 23 hours a daily window of 24 may meet itself.
  private static func longerThanPeriod(_ window: Window) -> FileProblem? {
    guard case .cron(let cron) = window.schedule else { return nil }
    // Any 8 years without a century have every weekday and a leap day.
    var last = cron.next(atOrAfter: LocalTime(year: 2024, month: 1, day: 1))
    var shortest: Int64?
    for _ in 0..<mostOpenings {
      guard let from = last, let next = cron.next(atOrAfter: LocalTime(seconds: from.seconds + 1)) else {
        break
      }
      shortest = min(shortest ?? .max, next.seconds - from.seconds)
      last = next
    }
    guard let shortest, Duration.seconds(shortest) < window.duration else { return nil }
    return FileProblem(
      at: window.durationPosition,
      "the duration of the window `\(window.name)` is longer than the time between two of its openings, "
        + "\(text(shortest))",
      hint: "shorten the duration, or open it less often than `\(cron.text)`")
  }

  private static func text(_ seconds: Int64) -> String {
    if seconds % 86_400 == 0 { return seconds == 86_400 ? "1 day" : "\(seconds / 86_400) days" }
    if seconds % 3600 == 0 { return "\(seconds / 3600) h" }
    return "\(seconds / 60) min"
  }

  /// Two freezes over one time are one of them forgotten: who ends the one believes the fleet is open.
  private static func overlappingDenies(_ windows: [Window], now: Timestamp) -> [FileProblem] {
    let until = now.advanced(by: horizon)
    let denies = windows.filter { $0.kind == .deny }.sorted {
      ($0.position.line, $0.position.column, $0.name) < ($1.position.line, $1.position.column, $1.name)
    }
    let openings = denies.map { window -> [WindowOccurrence] in
      let calendar = WindowCalendar(window)
      let from = calendar.occurrence(at: now)?.start ?? now
      return calendar.occurrences(startingFrom: from).prefix(mostOpenings).prefix { $0.start < until }
    }
    var problems: [FileProblem] = []
    for later in denies.indices {
      for earlier in denies.indices.prefix(upTo: later) {
        guard let (one, other) = firstOverlap(openings[earlier], openings[later]) else { continue }
        problems.append(
          FileProblem(
            at: denies[later].position,
            "the freezes `\(one.window)` and `\(other.window)` overlap: one starts on \(one.date), the other on "
              + "\(other.date)",
            hint: "make one window of them, or let one end before the other begins"))
      }
    }
    return problems
  }

  private static func firstOverlap(
    _ one: [WindowOccurrence], _ other: [WindowOccurrence]
  ) -> (WindowOccurrence, WindowOccurrence)? {
    var (left, right) = (0, 0)
    while left < one.count, right < other.count {
      if one[left].start < other[right].end, other[right].start < one[left].end {
        return (one[left], other[right])
      }
      if one[left].end <= other[right].end { left += 1 } else { right += 1 }
    }
    return nil
  }
}
