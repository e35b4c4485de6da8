/// Writes the data types of RFC 4251 section 5.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(byte: UInt8) { bytes.append(byte) }

  mutating func write(uint32 value: UInt32) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(string: some Collection<UInt8>) {
    write(uint32: UInt32(string.count))
    bytes.append(contentsOf: string)
  }

  mutating func write(text: String) { write(string: text.utf8) }

  /// An `mpint` of a number that is not negative, given as big-endian bytes.
  mutating func write(unsignedInteger value: some Collection<UInt8>) {
    let digits = value.drop { $0 == 0 }
    if let first = digits.first, first >= 0x80 {
      write(uint32: UInt32(digits.count + 1))
      bytes.append(0)
      bytes.append(contentsOf: digits)
    } else {
      write(string: digits)
    }
  }
}
