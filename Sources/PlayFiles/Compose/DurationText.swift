/// Durations as the Compose specification writes them ("Specifying durations"): `1m30s`, `500ms`, `1h5m30s20ms`.
///
/// The grammar is that of Go's `time.ParseDuration` with the days and weeks that Compose adds: decimal
/// numbers, each with a unit. A plain number, which Compose refuses, is seconds.
public enum DurationText {
  /// Nanoseconds in one of each unit; `µs` comes with the micro sign and with the Greek letter, as in Go.
  private static let units: [String: Int128] = [
    "ns": 1, "us": 1_000, "\u{B5}s": 1_000, "\u{3BC}s": 1_000, "ms": 1_000_000, "s": 1_000_000_000,
    "m": 60_000_000_000, "h": 3_600_000_000_000, "d": 86_400_000_000_000, "w": 604_800_000_000_000,
  ]

  /// Go keeps durations in 64 bits of nanoseconds, 292 years; so does the engine.
  private static let limit = Int128(Int64.max)

  /// `nil` where `text` is none.
  public static func duration(_ text: String) -> Duration? { try? parse(text) }

  static func parse(_ text: String) throws(ValueFault) -> Duration {
    let fault = ValueFault(
      "`\(text)` is not a duration", hint: "write a number with its unit, such as 500ms, 30s, 1m30s or 2h")
    guard !text.isEmpty else { throw fault }
    if text.hasPrefix("-") { throw ValueFault("the duration `\(text)` is negative") }
    var rest = Substring(text)
    var total: Int128 = 0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
      rest = rest.dropFirst(unit.count)
      let isPlainNumber = unit.isEmpty && number.count == text.count
      guard let scale = isPlainNumber ? units["s"] : units[String(unit)],
        let nanoseconds = scaled(number, by: scale)
      else { throw fault }
      total += nanoseconds
      guard total <= limit else { throw ValueFault("the duration `\(text)` is longer than 292 years") }
    }
    return duration(nanoseconds: total)
  }

  /// A duration written as a YAML number: seconds.
  static func seconds(_ number: Double) throws(ValueFault) -> Duration {
    guard number >= 0 else { throw ValueFault("the duration `\(number)` is negative") }
    guard number.isFinite, number * 1e9 <= Double(Int64.max) else {
      throw ValueFault("the duration `\(number)` is longer than 292 years")
    }
    return duration(nanoseconds: Int128((number * 1e9).rounded()))
  }

  /// The shortest text that `parse` reads back as the same duration, to the nanosecond.
  public static func text(for duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    var nanoseconds = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    guard nanoseconds > 0 else { return "0s" }
    var text = ""
    for unit in ["h", "m", "s", "ms", "us", "ns"] {
      guard let scale = units[unit], nanoseconds >= scale else { continue }
      text += "\(nanoseconds / scale)\(unit)"
      nanoseconds %= scale
    }
    return text
  }

  private static func duration(nanoseconds: Int128) -> Duration {
    Duration(
      secondsComponent: Int64(nanoseconds / 1_000_000_000),
      attosecondsComponent: Int64(nanoseconds % 1_000_000_000) * 1_000_000_000)
  }

  /// `number` is digits with at most one point; parts of a nanosecond are cut off, as Go does.
  private static func scaled(_ number: Substring, by scale: Int128) -> Int128? {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }), parts[0].count <= 19 else { return nil }
    guard let whole = parts[0].isEmpty ? 0 : Int128(parts[0]) else { return nil }
    guard parts.count == 2, !parts[1].isEmpty else { return whole * scale }
    let digits = parts[1].prefix(15)
    guard let fraction = Int128(digits) else { return nil }
    let divisor = digits.reduce(into: Int128(1)) { power, _ in power *= 10 }
    return whole * scale + fraction * scale / divisor
  }
}
