/// Damages bytes in ways that parsers meet: flipped, lost, doubled, cut, numbers made large. The same seed
/// gives the same damage.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// splitmix64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func below(_ limit: Int) -> Int { limit <= 0 ? 0 : Int(next() % UInt64(limit)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...below(4) {
      let at = below(bytes.count)
      switch below(7) {
      case 0: if !bytes.isEmpty { bytes[at] ^= UInt8(1 << below(8)) }
      case 1: if !bytes.isEmpty { bytes[at] = UInt8(truncatingIfNeeded: next()) }
      case 2: bytes.insert(UInt8(truncatingIfNeeded: next()), at: at)
      case 3: if !bytes.isEmpty { bytes.remove(at: at) }
      case 4: bytes = Array(bytes.prefix(at))
      case 5: for index in at..<min(at + 4, bytes.count) { bytes[index] = 0xff }
      default: bytes.insert(contentsOf: bytes.prefix(below(bytes.count)), at: at)
      }
    }
    return bytes
  }
}
