import Foundation
import PlayModel

/// Points in time as text.
enum TimeText {
  /// RFC 3339 in UTC with milliseconds: `2026-11-22T16:20:30.000Z`.
  static func rfc3339(_ time: Timestamp) -> String {
    let (seconds, milliseconds) = time.milliseconds.floorDivided(by: 1000)
    let style = Date.ISO8601FormatStyle(timeZone: .gmt)
    let whole = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(style)
    let fraction = String(milliseconds + 1000).dropFirst()
    return "\(whole.dropLast()).\(fraction)Z"
  }

  /// RFC 3339 in UTC to the second, for what is planned and not measured: `2026-11-22T16:20:30Z`.
  static func rfc3339Seconds(_ time: Timestamp) -> String { "\(rfc3339(time).dropLast(5))Z" }

  /// In the reader's own zone, to the minute: `2026-11-22 17:20`.
  static func local(_ time: Timestamp, in zone: TimeZone) -> String {
    let parts = parts(time, zone)
    return "\(digits(parts.year, 4))-\(digits(parts.month))-\(digits(parts.day)) "
      + "\(digits(parts.hour)):\(digits(parts.minute))"
  }

  /// In the reader's own zone: `17:20:30`.
  static func clock(_ time: Timestamp, in zone: TimeZone) -> String {
    let parts = parts(time, zone)
    return "\(digits(parts.hour)):\(digits(parts.minute)):\(digits(parts.second))"
  }

  /// The zone's distance from UTC then: `UTC`, `UTC+8`, `UTC-3:30`. Names such as CST mean several zones.
  static func zone(_ time: Timestamp, _ zone: TimeZone) -> String {
    let seconds = zone.secondsFromGMT(
      for: Date(timeIntervalSince1970: TimeInterval(time.milliseconds / 1000)))
    guard seconds != 0 else { return "UTC" }
    let (hours, minutes) = (abs(seconds) / 3600, abs(seconds) / 60 % 60)
    return "UTC\(seconds < 0 ? "-" : "+")\(hours)" + (minutes > 0 ? ":\(digits(minutes))" : "")
  }

  private static func parts(_ time: Timestamp, _ zone: TimeZone) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let (seconds, _) = time.milliseconds.floorDivided(by: 1000)
    return calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }

  private static func digits(_ number: Int?, _ width: Int = 2) -> String {
    let text = String(number ?? 0)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension Int64 {
  /// Quotient and remainder with a remainder that is never negative.
  fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
