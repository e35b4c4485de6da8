/// Folds `r1n01, r1n02, r2n01, r2n02` into `r[1-2]n[01-02]`, and back.
enum HostFolding {
  /// One of the numbers in a name. Padded ones keep their width: `01` is not `1`.
  private struct Number: Hashable, Comparable {
    /// Digits of a padded number; 0 for one without leading zeros.
    var padding: Int
    let value: Int
    let width: Int

    var text: String { HostFolding.pad(value, padding) }

    static func < (left: Number, right: Number) -> Bool {
      (left.value, left.padding) < (right.value, right.padding)
    }
  }

  /// Names that have every combination of their numbers.
  private struct Box {
    /// One ascending list for each place of a number.
    var axes: [[Number]]
    /// Of its first name in the list.
    var position: Int
  }

  // MARK: Folding

  /// The folded pieces, in the order of each one's first name. `names` has no name twice.
  static func fold(_ names: [String]) -> [String] {
    var groups: [[String]: [Box]] = [:]
    for (position, name) in names.enumerated() {
      let (words, numbers) = split(name)
      groups[words, default: []].append(Box(axes: numbers.map { [$0] }, position: position))
    }
    var pieces: [(position: Int, text: String)] = []
    for (words, boxes) in groups {
      pieces += merged(padded(boxes)).map { ($0.position, write(words, $0)) }
    }
    return pieces.sorted { $0.position < $1.position }.map(\.text)
  }

  /// A number without leading zeros belongs to the padded ones of its width and place, where there are any.
  private static func padded(_ boxes: [Box]) -> [Box] {
    var boxes = boxes
    for axis in (boxes.first?.axes ?? []).indices {
      let widths = Set(boxes.flatMap { $0.axes[axis] }.map(\.padding)).subtracting([0])
      for index in boxes.indices {
        for number in boxes[index].axes[axis].indices {
          let width = boxes[index].axes[axis][number].width
          if widths.contains(width) { boxes[index].axes[axis][number].padding = width }
        }
      }
    }
    return boxes
  }

  /// Joins boxes that differ in one place only: the last places first, as people number racks and nodes.
  private static func merged(_ boxes: [Box]) -> [Box] {
    var boxes = boxes
    for axis in (boxes.first?.axes ?? []).indices.reversed() {
      var joined: [[[Number]]: Box] = [:]
      for box in boxes {
        var others = box.axes
        others[axis] = []
        if var known = joined[others] {
          known.axes[axis] += box.axes[axis]
          known.position = min(known.position, box.position)
          joined[others] = known
        } else {
          joined[others] = box
        }
      }
      boxes = joined.values.map { box in
        var sorted = box
        sorted.axes[axis].sort()
        return sorted
      }
    }
    return boxes
  }

  /// The texts around the numbers of a name, one more than there are numbers. A number that is too long to
  /// count with stays text.
  private static func split(_ name: String) -> (words: [String], numbers: [Number]) {
    var words = [""]
    var numbers: [Number] = []
    var rest = name[...]
    while let first = rest.first {
      let isDigit = ("0"..."9").contains(first)
      let run = rest.prefix { ("0"..."9").contains($0) == isDigit }
      rest = rest[run.endIndex...]
      guard isDigit, let value = Int(run) else {
        words[words.count - 1] += run
        continue
      }
      let isPadded = run.count > 1 && first == "0"
      numbers.append(Number(padding: isPadded ? run.count : 0, value: value, width: run.count))
      words.append("")
    }
    return (words, numbers)
  }

  private static func write(_ words: [String], _ box: Box) -> String {
    zip(words, box.axes).map { word, numbers in
      numbers.count == 1 ? word + numbers[0].text : "\(word)[\(ranges(numbers))]"
    }.joined() + (words.last ?? "")
  }

  private static func ranges(_ numbers: [Number]) -> String {
    var ranges: [(first: Number, last: Number)] = []
    for number in numbers {
      if let last = ranges.last?.last, last.value + 1 == number.value, last.padding == number.padding {
        ranges[ranges.count - 1].last = number
      } else {
        ranges.append((number, number))
      }
    }
    return ranges.map { $0.first == $0.last ? $0.first.text : "\($0.first.text)-\($0.last.text)" }
      .joined(separator: ",")
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  // MARK: Unfolding

  /// The names that a folded text stands for; `nil` when it is malformed. At most 100,000.
  static func unfold(_ text: String) -> [String]? {
    var names: [String] = []
    for piece in pieces(of: text) {
      guard !piece.isEmpty, let unfolded = product(of: piece, limit: 100_000 - names.count) else {
        return nil
      }
      names += unfolded
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

  private static func product(of piece: Substring, limit: Int) -> [String]? {
    var names = [""]
    var rest = piece
    while let open = rest.firstIndex(where: { $0 == "[" || $0 == "]" }) {
      guard rest[open] == "[", let close = rest[open...].firstIndex(of: "]"),
        let numbers = expand(rest[rest.index(after: open)..<close], limit: limit / max(1, names.count))
      else { return nil }
      let word = rest[..<open]
      names = names.flatMap { name in numbers.map { name + word + $0 } }
      rest = rest[rest.index(after: close)...]
    }
    return names.count <= limit ? names.map { $0 + rest } : nil
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
