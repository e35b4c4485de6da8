/// A running checksum over a run's events: each covers its own row and the one before, so a changed
/// byte, a swapped row and a row taken out of the middle are all found; the run's row keeps the last.
///
/// CRC-64/XZ (ECMA-182, reflected). It finds damage, not forgery.
struct EventChecksum: Sendable, Hashable {
  /// Before the first event.
  static let start = EventChecksum(value: 0)

  /// What SQLite keeps: the same 64 bits, signed.
  var stored: Int64 { Int64(bitPattern: value) }
  private(set) var value: UInt64

  init(stored: Int64) { value = UInt64(bitPattern: stored) }
  private init(value: UInt64) { self.value = value }

  /// The checksum of the next event after this one.
  func following(run: String, sequence: Int, time: Int64, type: String, body: String) -> EventChecksum {
    var next = self
    next.add("\(run)\n\(sequence)\n\(time)\n\(type)\n")
    next.add(body)
    return next
  }

  mutating func add(_ text: String) {
    var text = text
    value = ~text.withUTF8 { bytes in
      bytes.reduce(~value) { crc, byte in
        Self.table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8)
      }
    }
  }

  private static let table: [UInt64] = (0..<256).map { index in
    (0..<8).reduce(UInt64(index)) { crc, _ in
      crc & 1 == 1 ? (crc >> 1) ^ 0xC96C_5795_D787_0F42 : crc >> 1
    }
  }
}
