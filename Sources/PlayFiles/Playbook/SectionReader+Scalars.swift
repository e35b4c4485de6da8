import PlayModel

extension SectionReader {
  func text(_ key: String) -> String? { read(key) { $0.text } }

  func texts(_ key: String) -> [String]? { readEach(key) { $0.text } }

  func flag(_ key: String) -> Bool? { read(key, ScalarReader.flag) }

  func integer(_ key: String, _ range: ClosedRange<Int> = Int.min...Int.max) -> Int? {
    read(key) { node throws(ValueFault) in try ScalarReader.integer(node, range) }
  }

  func number(_ key: String) -> Double? { read(key, ScalarReader.number) }

  func duration(_ key: String) -> Duration? { read(key, ScalarReader.duration) }

  func bytes(_ key: String) -> Int? { read(key, ScalarReader.bytes) }

  func word<Word: RawRepresentable<String>>(_ key: String, as type: Word.Type) -> Word? {
    guard let form = section[key]?.form, case .word(let words) = form else { return nil }
    return read(key) { node throws(ValueFault) in
      let text = node.text
      if let word = Word(rawValue: text), words.contains(text) { return word }
      throw ScalarReader.notAWord(text, words)
    }
  }

  /// A key that holds a map with the keys of `section`.
  func section(_ key: String, _ section: SchemaSection) -> SectionReader? {
    node(key).flatMap { SectionReader($0, section, log: log) }
  }
}

/// Scalars by the rules of Compose: numbers and truth values may also be written as text.
enum ScalarReader {
  static func flag(_ node: ResolvedNode) throws(ValueFault) -> Bool {
    switch node.text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw ValueFault("`\(node.text)` is neither true nor false")
    }
  }

  static func integer(_ node: ResolvedNode, _ range: ClosedRange<Int> = Int.min...Int.max) throws(ValueFault)
    -> Int
  {
    let found: Int?
    switch node.content {
    case .int(let int): found = int
    case .double(let double): found = Int(exactly: double)
    default: found = Int(node.text)
    }
    guard let found else { throw ValueFault("`\(node.text)` is not a whole number") }
    guard range.contains(found) else {
      if range.upperBound == Int.max {
        throw ValueFault("\(found) is too small; it must be at least \(range.lowerBound)")
      }
      throw ValueFault("\(found) is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return found
  }

  static func number(_ node: ResolvedNode) throws(ValueFault) -> Double {
    let found: Double?
    switch node.content {
    case .int(let int): found = Double(int)
    case .double(let double): found = double
    default: found = Double(node.text)
    }
    guard let found, found.isFinite else { throw ValueFault("`\(node.text)` is not a number") }
    return found
  }

  /// A plain number is seconds.
  static func duration(_ node: ResolvedNode) throws(ValueFault) -> Duration {
    switch node.content {
    case .int(let int): try DurationText.seconds(Double(int))
    case .double(let double): try DurationText.seconds(double)
    default: try DurationText.parse(node.text)
    }
  }

  /// A plain number is bytes.
  static func bytes(_ node: ResolvedNode) throws(ValueFault) -> Int {
    switch node.content {
    case .int(let int):
      guard int >= 0 else { throw ValueFault("the byte size `\(int)` is negative") }
      return int
    case .double(let double):
      guard let bytes = Int(exactly: double), bytes >= 0 else {
        throw ValueFault(
          "`\(node.text)` is not a byte size", hint: "write a number with its unit, such as 512m or 8g")
      }
      return bytes
    default: return try ByteSize.parse(node.text)
    }
  }

  static func notAWord(_ text: String, _ words: [String]) -> ValueFault {
    ValueFault(
      "`\(text)` is not one of \(words.joined(separator: ", "))", hint: NearestName.hint(text, in: words))
  }
}
