/// A shell-like pattern over a whole name, as Python's `fnmatch.translate` reads it.
struct Glob {
  private enum Part {
    case one(Unicode.Scalar)
    case any
    case many
    case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  private let parts: [Part]

  init(_ pattern: String) {
    let scalars = Array(pattern.unicodeScalars)
    var parts: [Part] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*": parts.append(.many)
      case "?": parts.append(.any)
      case "[":
        if let (part, end) = Self.bracket(scalars, from: index) {
          parts.append(part)
          index = end
        } else {
          parts.append(.one("["))
        }
      default: parts.append(.one(scalar))
      }
    }
    self.parts = parts
  }

  /// Reads `[…]` from behind its bracket; `nil` when it is not closed, and the bracket is a plain sign.
  private static func bracket(_ scalars: [Unicode.Scalar], from start: Int) -> (Part, Int)? {
    var close = start
    if close < scalars.count, scalars[close] == "!" { close += 1 }
    if close < scalars.count, scalars[close] == "]" { close += 1 }
    while close < scalars.count, scalars[close] != "]" { close += 1 }
    guard close < scalars.count else { return nil }
    var content = scalars[start..<close]
    let negated = content.first == "!"
    if negated { content = content.dropFirst() }
    if content.isEmpty, negated { return (.any, close + 1) }
    return (.oneOf(ranges(Array(content)), negated: negated), close + 1)
  }

  /// The signs of a bracket. A hyphen makes a range unless it is first, last or right behind a range;
  /// a range that ends before it begins drops out.
  private static func ranges(_ content: [Unicode.Scalar]) -> [ClosedRange<Unicode.Scalar>] {
    var chunks: [[Unicode.Scalar]] = []
    var start = 0
    var search = 1
    while search < content.count, let hyphen = content[search...].firstIndex(of: "-") {
      chunks.append(Array(content[start..<hyphen]))
      start = hyphen + 1
      search = hyphen + 3
    }
    if start < content.count {
      chunks.append(Array(content[start...]))
    } else if !chunks.isEmpty {
      chunks[chunks.count - 1].append("-")
    }
    var position = chunks.count - 1
    while position > 0 {
      if let last = chunks[position - 1].last, let first = chunks[position].first, last > first {
        chunks[position - 1].removeLast()
        chunks[position - 1] += chunks[position].dropFirst()
        chunks.remove(at: position)
      }
      position -= 1
    }
    var ranges = chunks.flatMap { $0.map { $0...$0 } }
    for (left, right) in zip(chunks, chunks.dropFirst()) {
      if let low = left.last, let high = right.first, low <= high { ranges.append(low...high) }
    }
    return ranges
  }

  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    // Every `*` takes as little as it can; on a mismatch the last one takes one sign more.
    var part = 0
    var index = 0
    var retry: (part: Int, index: Int)?
    while true {
      if part < parts.count, case .many = parts[part] {
        retry = (part + 1, index)
        part += 1
      } else if part < parts.count, index < scalars.count, Self.matches(parts[part], scalars[index]) {
        part += 1
        index += 1
      } else if part == parts.count, index == scalars.count {
        return true
      } else if let back = retry, back.index < scalars.count {
        retry = (back.part, back.index + 1)
        (part, index) = (back.part, back.index + 1)
      } else {
        return false
      }
    }
  }

  private static func matches(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
    switch part {
    case .one(let wanted): wanted == scalar
    case .any: true
    case .many: false
    case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
    }
  }
}
