/// A YAML 1.1 timestamp (https://yaml.org/type/timestamp.html), printed as Python's `isoformat`.
///
/// Ansible makes dates of these and prints them back as text; swiftplay keeps the text.
struct YAMLTimestamp {
  let isoText: String

  /// Whether a plain scalar is taken for a timestamp.
  static func isImplicit(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8, bytes.prefix(4).allSatisfy(YAMLScalarResolver.isDigit) else { return false }
    guard let match = Fields(bytes, strict: true) else { return false }
    // A lone date needs two digits for month and day; in front of a time one is enough.
    return match.hour != nil || bytes.count == 10
  }

  /// - Returns: `nil` when `text` is no timestamp, or names a day or time that does not exist.
  init?(_ text: String) {
    guard let fields = Fields(Array(text.utf8), strict: false) else { return nil }
    guard fields.year >= 1, (1...12).contains(fields.month),
      (1...Self.days(in: fields.month, of: fields.year)).contains(fields.day)
    else { return nil }
    let date = Self.pad(fields.year, 4) + "-" + Self.pad(fields.month, 2) + "-" + Self.pad(fields.day, 2)
    guard let hour = fields.hour else {
      isoText = date
      return
    }
    guard hour < 24, fields.minute < 60, fields.second < 60 else { return nil }
    var iso =
      date + "T" + [hour, fields.minute, fields.second].map { Self.pad($0, 2) }.joined(separator: ":")
    if fields.microsecond > 0 { iso += "." + Self.pad(fields.microsecond, 6) }
    if let zone = fields.zoneMinutes {
      guard abs(zone) < 24 * 60 else { return nil }
      iso += (zone < 0 ? "-" : "+") + Self.pad(abs(zone) / 60, 2) + ":" + Self.pad(abs(zone) % 60, 2)
    }
    isoText = iso
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The numbers of a timestamp, not yet checked against the calendar.
  private struct Fields {
    var year = 0
    var month = 0
    var day = 0
    var hour: Int?
    var minute = 0
    var second = 0
    var microsecond = 0
    var zoneMinutes: Int?

    init?(_ bytes: [UInt8], strict: Bool) {
      var scanner = Scanner(bytes: bytes[...])
      guard let year = scanner.digits(4...4), scanner.take("-"), let month = scanner.digits(1...2),
        scanner.take("-"), let day = scanner.digits(1...2)
      else { return nil }
      self.year = year
      self.month = month
      self.day = day
      if scanner.bytes.isEmpty { return }
      guard scanner.take("T") || scanner.take("t") || scanner.skipBlanks() > 0 else { return nil }
      guard let hour = scanner.digits(1...2), scanner.take(":"), let minute = scanner.digits(2...2),
        scanner.take(":"), let second = scanner.digits(2...2)
      else { return nil }
      self.hour = hour
      self.minute = minute
      self.second = second
      if scanner.take(".") { microsecond = scanner.fraction() }
      scanner.skipBlanks()
      if scanner.bytes.isEmpty { return }
      guard let zone = scanner.zone(), scanner.bytes.isEmpty else { return nil }
      zoneMinutes = zone
    }
  }

  private struct Scanner {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard bytes.first == UInt8(ascii: character) else { return false }
      bytes = bytes.dropFirst()
      return true
    }

    mutating func digits(_ width: ClosedRange<Int>) -> Int? {
      let found = bytes.prefix(width.upperBound).prefix(while: YAMLScalarResolver.isDigit)
      guard found.count >= width.lowerBound else { return nil }
      bytes = bytes.dropFirst(found.count)
      return Int(String(decoding: found, as: UTF8.self))
    }

    @discardableResult
    mutating func skipBlanks() -> Int {
      let count = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
      bytes = bytes.dropFirst(count)
      return count
    }

    /// Any number of digits, as microseconds; further digits are dropped.
    mutating func fraction() -> Int {
      let found = bytes.prefix(while: YAMLScalarResolver.isDigit)
      bytes = bytes.dropFirst(found.count)
      let six = (String(decoding: found.prefix(6), as: UTF8.self) + "000000").prefix(6)
      return Int(six) ?? 0
    }

    /// `Z` or `[-+]hh[:mm]`, in minutes east of Greenwich.
    mutating func zone() -> Int? {
      if take("Z") { return 0 }
      let negative = take("-")
      guard negative || take("+"), let hours = digits(1...2) else { return nil }
      var minutes = 0
      if take(":") {
        guard let value = digits(2...2) else { return nil }
        minutes = value
      }
      return (negative ? -1 : 1) * (hours * 60 + minutes)
    }
  }
}
