/// The written forms of an IPv6 address (RFC 4291 section 2.2), with ranges for any of its parts.
enum IPv6Form {
  static func matches(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let plain = withoutRanges(text) else { return false }
    return isAddress(plain)
  }

  /// Puts a plain part in the place of each range, so that its colons are out of the way.
  private static func withoutRanges(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
    var plain: [Unicode.Scalar] = []
    var rest = text
    while let scalar = rest.first {
      if scalar == "[" {
        // A range stands alone as a part: nothing but a separator around it.
        guard plain.last == nil || plain.last == ":" || plain.last == ".",
          let close = rest.firstIndex(of: "]"), isRange(rest[(rest.startIndex + 1)..<close])
        else { return nil }
        rest = rest[(close + 1)...]
        guard rest.first == nil || rest.first == ":" || rest.first == "." else { return nil }
        plain.append("1")
      } else {
        plain.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return plain
  }

  private static func isRange(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return false }
    guard parts[0...1].allSatisfy({ !$0.isEmpty && $0.allSatisfy(isHex) }) else { return false }
    return parts.count == 2 || (!parts[2].isEmpty && parts[2].allSatisfy(PythonText.isDigit))
  }

  private static func isHex(_ scalar: Unicode.Scalar) -> Bool {
    PythonText.isDigit(scalar) || (0x41...0x46).contains(scalar.value) || (0x61...0x66).contains(scalar.value)
  }

  private static func isPart(_ part: String) -> Bool {
    (1...4).contains(part.unicodeScalars.count) && part.unicodeScalars.allSatisfy(isHex)
  }

  private static func isAddress(_ text: [Unicode.Scalar]) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { PythonText.string($0) }
    if let last = parts.last, last.contains(".") { return isMapped(parts, dotted: last) }
    let empty = parts.indices.filter { parts[$0].isEmpty }
    guard parts.allSatisfy({ $0.isEmpty || isPart($0) }) else { return false }
    let filled = parts.count - empty.count
    switch empty {
    case []: return parts.count == 8
    case [0, 1, 2]: return parts.count == 3
    case [0, 1]: return (1...6).contains(filled)
    case [parts.count - 2, parts.count - 1]: return (1...6).contains(filled)
    default:
      // `a::b`: at least one part on either side and at most seven in all.
      guard empty.count == 1, let gap = empty.first, gap > 0, gap < parts.count - 1 else { return false }
      return filled <= 7
    }
  }

  /// An IPv4 address at the end: after six zeros, `::`, `::ffff:` or five zeros and `ffff`.
  private static func isMapped(_ parts: [String], dotted: String) -> Bool {
    let bytes = dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard bytes.count == 4, bytes.allSatisfy(isPart) else { return false }
    switch parts.dropLast().map({ $0.lowercased() }) {
    case ["", ""], ["", "", "ffff"], ["0", "0", "0", "0", "0", "0"], ["0", "0", "0", "0", "0", "ffff"]:
      return true
    default: return false
    }
  }
}
