import ArgumentParser
import Foundation
import PlayModel

/// A point in the past, as people say it.
struct SincePoint: ExpressibleByArgument {
  let time: Timestamp

  /// `24h`, `7d`, `today`, `yesterday`, `2026-11-22`, `2026-11-22T06:00`, or RFC 3339; days begin at this machine's
  /// midnight.
  init?(argument: String) { self.init(argument, now: Date(), calendar: .current) }

  init?(_ text: String, now: Date, calendar: Calendar) {
    let midnight = calendar.startOfDay(for: now)
    func at(_ date: Date) -> Timestamp { Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000)) }
    switch text {
    case "today": time = at(midnight)
    case "yesterday":
      guard let day = calendar.date(byAdding: .day, value: -1, to: midnight) else { return nil }
      time = at(day)
    default:
      let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
      if let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number >= 0 {
        time = at(now.addingTimeInterval(-number * unit))
      } else if let exact = EngineTime(text) {
        time = exact.timestamp
      } else if let local = LocalTime(text.contains("T") ? text : text + "T00:00"),
        let date = calendar.date(from: Self.parts(local))
      {
        time = at(date)
      } else {
        return nil
      }
    }
  }

  private static func parts(_ local: LocalTime) -> DateComponents {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = .gmt
    return utc.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: TimeInterval(local.seconds)))
  }
}
