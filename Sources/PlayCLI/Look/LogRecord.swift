import PlayModel

/// A log line as the spool's file holds it: seconds (8 bytes), nanoseconds (4), length (4), the line; numbers
/// with the lowest byte first.
enum LogRecord {
  private static let headLength = 16

  static func bytes(_ entry: LogEntry) -> [UInt8] {
    number(UInt64(bitPattern: entry.time.seconds), 8) + number(UInt64(entry.time.nanoseconds), 4)
      + number(UInt64(entry.text.count), 4) + entry.text
  }

  /// Whole records one after another.
  static func entries(_ bytes: [UInt8], key: LogSpool.Key) -> [LogEntry] {
    var entries: [LogEntry] = []
    var rest = bytes[...]
    while rest.count >= headLength {
      let seconds = Int64(bitPattern: take(8, &rest))
      let nanoseconds = Int32(truncatingIfNeeded: take(4, &rest))
      let length = Int(take(4, &rest))
      guard rest.count >= length else { break }
      entries.append(
        LogEntry(
          host: key.host, container: key.container, stream: key.stream,
          time: EngineTime(seconds: seconds, nanoseconds: nanoseconds), text: [UInt8](rest.prefix(length))))
      rest.removeFirst(length)
    }
    return entries
  }

  private static func number(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> UInt64 {
    defer { rest.removeFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
