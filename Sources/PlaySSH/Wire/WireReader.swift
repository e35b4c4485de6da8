/// Reads the data types of RFC 4251 section 5 from bytes that may be hostile: every read that would
/// pass the end answers `nil` and consumes nothing.
struct WireReader {
  /// Longest string read as text: server messages are shown to people.
  private static let longestText = 4096

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// `bytes` must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }
  var isAtEnd: Bool { remaining == 0 }

  mutating func readByte() -> UInt8? {
    guard remaining >= 1 else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func readUInt32() -> UInt32? {
    guard remaining >= 4 else { return nil }
    defer { position += 4 }
    return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  mutating func readBytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return [UInt8](UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
  }

  /// A `string`: four bytes of length, then that many bytes.
  mutating func readString() -> [UInt8]? {
    let start = position
    guard let length = readUInt32() else { return nil }
    guard let value = readBytes(Int(length)) else {
      position = start
      return nil
    }
    return value
  }

  /// A `string` that is text, short enough to be shown.
  mutating func readText() -> String? {
    let start = position
    guard let length = readUInt32(), length <= Self.longestText, let value = readBytes(Int(length)) else {
      position = start
      return nil
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// An `mpint` that is not negative, without leading zero bytes.
  mutating func readUnsignedInteger() -> [UInt8]? {
    let start = position
    guard let value = readString(), value.first.map({ $0 < 0x80 }) ?? true else {
      position = start
      return nil
    }
    return [UInt8](value.drop { $0 == 0 })
  }
}
