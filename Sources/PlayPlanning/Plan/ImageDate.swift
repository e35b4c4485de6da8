import PlayModel

/// The time an image was built, from the text its configuration keeps (RFC 3339, nanoseconds and any offset).
///
/// Build tools that want the same bytes each time write a fixed early date; such images have none here.
struct ImageDate: Comparable {
  /// Since 1970.
  private let seconds: Int64
  private let nanoseconds: Int

  init?(_ text: String) {
    // Podman prints Go's own form: `2026-11-22 16:20:30.5 +0000 UTC`.
    let form =
      /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)? ?(Z|[+-]\d\d:?\d\d)(?: [A-Z]+)?/
    guard let match = text.wholeMatch(of: form), let year = Int(match.1), let month = Int(match.2),
      let day = Int(match.3), let hour = Int64(match.4), let minute = Int64(match.5),
      let second = Int64(match.6)
    else { return nil }
    guard (1...12).contains(month), year > 1980 else { return nil }
    seconds =
      Int64(LocalTime.days(year: year, month: month, day: day)) * 86_400 + hour * 3600 + minute * 60 + second
      - Self.offset(match.8)
    let fraction = (match.7.map(String.init) ?? "").padded(to: 9)
    nanoseconds = Int(fraction) ?? 0
  }

  static func < (one: Self, other: Self) -> Bool {
    (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
  }

  private static func offset(_ text: Substring) -> Int64 {
    let digits = text.filter(\.isNumber)
    guard digits.count == 4, let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)) else {
      return 0
    }
    return (hours * 3600 + minutes * 60) * (text.hasPrefix("-") ? -1 : 1)
  }
}

extension String {
  fileprivate func padded(to length: Int) -> String { self + String(repeating: "0", count: length - count) }
}
