/// Folds `web01, web02, web03` into `web[01-03]`, and back.
enum HostFolding {
  /// A name around one of its numbers.
  private struct Frame: Hashable {
    let prefix: Substring
    let suffix: Substring
    /// Digits of a padded number; 0 for a number without leading zeros.
    var padding: Int
  }

  private struct Member {
    var frame: Frame
    /// Of the name in the list.
    let position: Int
    let number: Int
    let width: Int
  }

  /// The folded pieces, in the order of each one's first name. `names` has no name twice.
  static func fold(_ names: [String]) -> [String] {
    var groups: [Frame: [Member]] = [:]
    for member in padded(names.enumerated().flatMap(members)) {
      groups[member.frame, default: []].append(member)
    }
    // A name with several numbers is in several groups and goes into the largest.
    let largestFirst = groups.values.filter { $0.count > 1 }.sorted { left, right in
      (right.count, left[0].position, right[0].frame.prefix.count)
        < (left.count, right[0].position, left[0].frame.prefix.count)
    }
    var isFolded = [Bool](repeating: false, count: names.count)
    var pieces: [(position: Int, text: String)] = []
    for group in largestFirst {
      let left = group.filter { !isFolded[$0.position] }
      guard left.count > 1 else { continue }
      pieces.append((left[0].position, write(left[0].frame, left.map(\.number).sorted())))
      for member in left { isFolded[member.position] = true }
    }
    pieces += names.enumerated().filter { !isFolded[$0.offset] }.map { ($0.offset, $0.element) }
    return pieces.sorted { $0.position < $1.position }.map(\.text)
  }

  /// A number without leading zeros belongs to the padded ones of its width, where there are any.
  private static func padded(_ members: [Member]) -> [Member] {
    let paddedFrames = Set(members.lazy.map(\.frame).filter { $0.padding > 0 })
    return members.map { member in
      guard member.frame.padding == 0 else { return member }
      var padded = member
      padded.frame.padding = member.width
      return paddedFrames.contains(padded.frame) ? padded : member
    }
  }

  /// The name seen around each of its numbers.
  private static func members(_ position: Int, _ name: String) -> [Member] {
    numbers(in: name).compactMap { range in
      let digits = name[range]
      guard let number = Int(digits) else { return nil }
      let frame = Frame(
        prefix: name[..<range.lowerBound], suffix: name[range.upperBound...],
        padding: digits.count > 1 && digits.first == "0" ? digits.count : 0)
      return Member(frame: frame, position: position, number: number, width: digits.count)
    }
  }

  private static func numbers(in name: String) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var start: String.Index?
    for index in name.indices + [name.endIndex] {
      let isDigit = index < name.endIndex && ("0"..."9").contains(name[index])
      if isDigit, start == nil { start = index }
      if !isDigit, let from = start {
        found.append(from..<index)
        start = nil
      }
    }
    return found
  }

  private static func write(_ frame: Frame, _ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    let texts = ranges.map { range in
      let first = pad(range.lowerBound, frame.padding)
      return range.count == 1 ? first : "\(first)-\(pad(range.upperBound, frame.padding))"
    }
    return "\(frame.prefix)[\(texts.joined(separator: ","))]\(frame.suffix)"
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// The names that a folded text stands for; `nil` when it is malformed. At most 100,000.
  static func unfold(_ text: String) -> [String]? {
    var names: [String] = []
    for piece in pieces(of: text) {
      guard let open = piece.firstIndex(of: "[") else {
        guard !piece.isEmpty, !piece.contains("]") else { return nil }
        names.append(String(piece))
        continue
      }
      guard let close = piece[open...].firstIndex(of: "]"),
        !piece[..<open].contains("]"),
        let numbers = expand(piece[piece.index(after: open)..<close], limit: 100_000 - names.count)
      else { return nil }
      let suffix = piece[piece.index(after: close)...]
      guard !suffix.contains(where: { $0 == "[" || $0 == "]" }) else { return nil }
      names += numbers.map { "\(piece[..<open])\($0)\(suffix)" }
    }
    return names
  }

  private static func pieces(of text: String) -> [Substring] {
    var depth = 0
    return text.split(omittingEmptySubsequences: false) { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth == 0
    }
  }

  private static func expand(_ text: Substring, limit: Int) -> [String]? {
    var out: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first, let last = ends.last, ends.count <= 2,
        ends.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let from = Int(first), let to = Int(last), from <= to, to - from < limit - out.count
      else { return nil }
      let isPadded = first.count > 1 && first.first == "0"
      guard !isPadded || first.count == last.count else { return nil }
      out += (from...to).map { pad($0, isPadded ? first.count : 0) }
    }
    return out
  }
}
