/// Folds `web01, web02, web03` into `web[01-03]`, and back.
enum HostFolding {
  /// A name around one of its numbers.
  private struct Frame: Hashable {
    let prefix: Substring
    let suffix: Substring
    /// Digits of a padded number; 0 for a number without leading zeros.
    var padding: Int
  }

  private struct Split {
    var frame: Frame
    let number: Int
    let width: Int
  }

  /// The folded pieces, in the order of each one's first name. `names` has no name twice.
  static func fold(_ names: [String]) -> [String] {
    var pieces: [(position: Int, text: String)] = []
    var rest = Array(names.enumerated())
    // The last number of a name varies most often; earlier ones are tried with what is left.
    let most = names.map { numbers(in: $0).count }.max() ?? 0
    for fromEnd in 0..<most {
      var groups: [Frame: [(position: Int, number: Int, name: String)]] = [:]
      let splits = padded(rest.map { split($0.element, fromEnd: fromEnd) })
      for (item, split) in zip(rest, splits) {
        guard let split else { continue }
        groups[split.frame, default: []].append((item.offset, split.number, item.element))
      }
      var folded: Set<Int> = []
      for (frame, members) in groups where members.count > 1 {
        pieces.append((members[0].position, write(frame, members.map(\.number).sorted())))
        folded.formUnion(members.map(\.position))
      }
      rest.removeAll { folded.contains($0.offset) }
    }
    pieces += rest.map { ($0.offset, $0.element) }
    return pieces.sorted { $0.position < $1.position }.map(\.text)
  }

  /// A number without leading zeros belongs to the padded ones of its width, where there are any.
  private static func padded(_ splits: [Split?]) -> [Split?] {
    let paddedFrames = Set(splits.compactMap { $0?.frame }.filter { $0.padding > 0 })
    return splits.map { split in
      guard var split, split.frame.padding == 0 else { return split }
      var frame = split.frame
      frame.padding = split.width
      if paddedFrames.contains(frame) { split.frame = frame }
      return split
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

  private static func split(_ name: String, fromEnd: Int) -> Split? {
    let found = numbers(in: name)
    guard found.indices.contains(found.count - 1 - fromEnd) else { return nil }
    let range = found[found.count - 1 - fromEnd]
    let digits = name[range]
    guard let number = Int(digits) else { return nil }
    let frame = Frame(
      prefix: name[..<range.lowerBound], suffix: name[range.upperBound...],
      padding: digits.count > 1 && digits.first == "0" ? digits.count : 0)
    return Split(frame: frame, number: number, width: digits.count)
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
