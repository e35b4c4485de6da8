/// A time as container engines print it, to the nanosecond: log lines are merged by it.
public struct EngineTime: Sendable, Hashable, Comparable {
  /// Since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
  public let seconds: Int64
  public let nanoseconds: Int32

  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Reads RFC 3339, section 5.6, with any number of decimals (those beyond nine are cut off). `nil` for
  /// anything else.
  public init?(_ text: some StringProtocol) { self.init(utf8: Array(text.utf8)[...]) }

  public init?(utf8: ArraySlice<UInt8>) {
    var reader = Reader(rest: utf8)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T") || reader.skip("t"), let hour = reader.number(2),
      reader.skip(":"), let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    guard let fraction = reader.fraction(), let offset = reader.offset(), reader.rest.isEmpty else {
      return nil
    }
    let days = LocalTime.days(year: year, month: month, day: day)
    seconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second - offset)
    nanoseconds = fraction
  }

  public static func < (left: EngineTime, right: EngineTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  public var timestamp: Timestamp { Timestamp(milliseconds: seconds * 1000 + Int64(nanoseconds / 1_000_000)) }

  /// As engines take it for `--since`: seconds and nine decimals.
  public var unixText: String {
    let digits = String(nanoseconds)
    return "\(seconds).\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits)"
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func number(_ digits: Int) -> Int? {
      guard rest.count >= digits else { return nil }
      var value = 0
      for byte in rest.prefix(digits) {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      rest.removeFirst(digits)
      return value
    }

    /// Nanoseconds.
    mutating func fraction() -> Int32? {
      guard skip(".") else { return 0 }
      var value: Int32 = 0
      var digits = 0
      while let byte = rest.first, (0x30...0x39).contains(byte) {
        if digits < 9 { value = value * 10 + Int32(byte - 0x30) }
        digits += 1
        rest.removeFirst()
      }
      for _ in 0..<max(0, 9 - digits) { value *= 10 }
      return digits > 0 ? value : nil
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int? {
      if skip("Z") || skip("z") { return 0 }
      let isEast = skip("+")
      guard isEast || skip("-"), let hours = number(2), skip(":"), let minutes = number(2) else { return nil }
      return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60
    }
  }
}
