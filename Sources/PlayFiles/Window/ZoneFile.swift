import PlayModel

/// Reads compiled time zone files (tzfile(5), RFC 9636).
struct ZoneFile {
  /// Footers give no end; clocks beyond this year are nobody's plan.
  private static let lastYear = 2200

  private let bytes: [UInt8]
  private var place = 0

  /// - Returns: `nil` for anything that is no such file.
  static func rules(_ bytes: [UInt8], name: String) -> ZoneRules? {
    var file = ZoneFile(bytes: bytes)
    return file.read(name: name)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private struct Header {
    let version: UInt8
    let standardFlags, utcFlags, leaps, times, types, abbreviations: Int

    func size(ofTime width: Int) -> Int {
      times * (width + 1) + types * 6 + abbreviations + leaps * (width + 4) + standardFlags + utcFlags
    }
  }

  private mutating func read(name: String) -> ZoneRules? {
    guard var header = header() else { return nil }
    var width = 4
    if header.version >= 0x32 {
      // Version 2 and later repeat everything in 64 bits.
      guard skip(header.size(ofTime: 4)), let second = self.header() else { return nil }
      (header, width) = (second, 8)
    }
    let end = place + header.size(ofTime: width)
    guard header.types > 0, end <= bytes.count else { return nil }
    let times = (0..<header.times).map { _ in number(width) }
    let kinds = (0..<header.times).map { _ in Int(number(1) & 0xFF) }
    let offsets = (0..<header.types).map { _ -> Int in
      defer { place += 2 }
      return Int(number(4))
    }
    guard kinds.allSatisfy(offsets.indices.contains) else { return nil }
    var transitions = zip(times, kinds).map { ZoneRules.Transition(at: $0, offset: offsets[$1]) }
    place = end
    var initial = offsets[0]
    if width == 8 {
      guard let footer = footer() else { return nil }
      if !footer.isEmpty {
        guard let rule = ZoneFooter(footer) else { return nil }
        if transitions.isEmpty { initial = rule.standardOffset }
        let last = transitions.last?.at ?? Int64.min
        transitions += rule.transitions(through: Self.lastYear, after: last)
      }
    }
    return ZoneRules(name: name, initialOffset: initial, transitions: transitions)
  }

  private mutating func header() -> Header? {
    guard place + 44 <= bytes.count, bytes[place..<place + 4].elementsEqual(Array("TZif".utf8)) else {
      return nil
    }
    let version = bytes[place + 4]
    place += 20
    let counts = (0..<6).map { _ in Int(number(4)) }
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    return Header(
      version: version, standardFlags: counts[1], utcFlags: counts[0], leaps: counts[2], times: counts[3],
      types: counts[4], abbreviations: counts[5])
  }

  private mutating func skip(_ count: Int) -> Bool {
    place += count
    return place <= bytes.count
  }

  /// A number in network byte order, with its sign; the caller has looked at the length.
  private mutating func number(_ width: Int) -> Int64 {
    defer { place += width }
    var value: Int64 = bytes[place] & 0x80 == 0 ? 0 : -1
    for byte in bytes[place..<place + width] { value = value << 8 | Int64(byte) }
    return value
  }

  private func footer() -> String? {
    guard place < bytes.count, bytes[place] == 0x0A,
      let end = bytes[(place + 1)...].firstIndex(of: 0x0A)
    else { return nil }
    return String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
  }
}
