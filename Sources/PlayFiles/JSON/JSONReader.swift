import PlayModel

/// Reads JSON as Python's `json.loads` does, with every node's position.
///
/// As there, `NaN` and `Infinity` are numbers, and of a repeated key the last value counts.
public struct JSONReader {
  private static let depthLimit = 200

  private let file: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var depth = 0

  /// Reads the document in `text`.
  ///
  /// - Parameters:
  ///   - text: the JSON text.
  ///   - file: the name that positions show.
  /// - Returns: the document's root.
  /// - Throws: a `FileProblem` where the text stops being JSON.
  public static func read(_ text: String, file: String) throws(FileProblem) -> YAMLNode {
    var reader = JSONReader(text: text, file: file)
    reader.skipSpace()
    let root = try reader.readValue()
    reader.skipSpace()
    guard reader.index == reader.scalars.count else {
      throw reader.problem("not JSON: something follows the end of the document")
    }
    return root
  }

  private init(text: String, file: String) {
    self.file = file
    scalars = Array(text.unicodeScalars)
  }

  private var position: SourcePosition {
    SourcePosition(file: file, line: line, column: index - lineStart + 1)
  }

  private func problem(_ message: String) -> FileProblem { FileProblem(at: position, message) }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" {
      index += 1
      if scalar == "\n" {
        line += 1
        lineStart = index
      }
    }
  }

  private mutating func readValue() throws(FileProblem) -> YAMLNode {
    guard depth < Self.depthLimit else {
      throw problem("nested deeper than \(Self.depthLimit) levels")
    }
    depth += 1
    defer { depth -= 1 }
    let start = position
    switch next {
    case "{": return YAMLNode(.mapping(try readObject()), at: start)
    case "[": return YAMLNode(.sequence(try readArray()), at: start)
    case "\"":
      let text = try readString()
      return YAMLNode(.scalar(YAMLScalar(.string(text), text: text, isPlain: false)), at: start)
    case nil: throw problem("not JSON: the text ends too early")
    default: return YAMLNode(.scalar(try readWord()), at: start)
    }
  }

  // MARK: Collections

  private mutating func readObject() throws(FileProblem) -> [YAMLEntry] {
    index += 1
    var entries: [YAMLEntry] = []
    var places: [String: Int] = [:]
    skipSpace()
    if take("}") { return [] }
    while true {
      skipSpace()
      let keyPosition = position
      guard next == "\"" else { throw problem("not JSON: expected a key in double quotes") }
      let key = try readString()
      skipSpace()
      guard take(":") else { throw problem("not JSON: expected a colon after the key") }
      skipSpace()
      let entry = YAMLEntry(
        key: key, keyValue: .string(key), keyPosition: keyPosition, node: try readValue())
      if let place = places[key] {
        entries[place] = entry
      } else {
        places[key] = entries.count
        entries.append(entry)
      }
      skipSpace()
      if take("}") { return try decoded(entries) }
      guard take(",") else { throw problem("not JSON: expected a comma or }") }
    }
  }

  /// Ansible writes special texts as objects of one key.
  private func decoded(_ entries: [YAMLEntry]) throws(FileProblem) -> [YAMLEntry] {
    for entry in entries {
      if entry.key == "__ansible_vault" {
        throw FileProblem(
          at: entry.keyPosition, "the value is encrypted with Ansible Vault", hint: VaultRefusal.hint)
      }
      if entry.key == Value.unsafeKey { return [entry] }
    }
    return entries
  }

  private mutating func readArray() throws(FileProblem) -> [YAMLNode] {
    index += 1
    var items: [YAMLNode] = []
    skipSpace()
    if take("]") { return items }
    while true {
      skipSpace()
      items.append(try readValue())
      skipSpace()
      if take("]") { return items }
      guard take(",") else { throw problem("not JSON: expected a comma or ]") }
    }
  }

  // MARK: Scalars

  private mutating func readWord() throws(FileProblem) -> YAMLScalar {
    for (word, value) in Self.words where scalars[index...].starts(with: word.unicodeScalars) {
      index += word.unicodeScalars.count
      return YAMLScalar(value, text: word, isPlain: true)
    }
    return try readNumber()
  }

  private static let words: [(String, Value)] = [
    ("null", .null), ("true", true), ("false", false), ("NaN", .double(.nan)),
    ("Infinity", .double(.infinity)), ("-Infinity", .double(-.infinity)),
  ]

  /// RFC 8259 section 6.
  private mutating func readNumber() throws(FileProblem) -> YAMLScalar {
    let start = index
    _ = take("-")
    if !take("0") {
      guard takeDigits() else {
        index = start
        throw problem("not JSON: expected a value")
      }
    }
    var isFloat = false
    let whole = index
    if take(".") {
      isFloat = takeDigits()
      if !isFloat { index = whole }
    }
    let mantissa = index
    if take("e") || take("E") {
      if !take("-") { _ = take("+") }
      if takeDigits() { isFloat = true } else { index = mantissa }
    }
    let text = PythonText.string(scalars[start..<index])
    if isFloat { return YAMLScalar(.double(Double(text) ?? .nan), text: text, isPlain: true) }
    guard let int = Int(text) else {
      index = start
      throw problem("\(text) does not fit a 64-bit integer")
    }
    return YAMLScalar(.int(int), text: text, isPlain: true)
  }

  private mutating func takeDigits() -> Bool {
    let start = index
    while let scalar = next, PythonText.isDigit(scalar) { index += 1 }
    return index > start
  }

  private mutating func readString() throws(FileProblem) -> String {
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = next {
      switch scalar {
      case "\"":
        index += 1
        return String(text)
      case "\\":
        index += 1
        text.append(try readEscape())
      default:
        guard scalar.value >= 0x20 else { throw problem("not JSON: a control character in a text") }
        text.append(scalar)
        index += 1
      }
    }
    throw problem("not JSON: a text is not closed")
  }

  /// The backslash has been taken.
  private mutating func readEscape() throws(FileProblem) -> Unicode.Scalar {
    guard let scalar = next else { throw problem("not JSON: a text is not closed") }
    index += 1
    switch scalar {
    case "\"", "\\", "/": return scalar
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      let code = try readHex()
      if (0xD800..<0xDC00).contains(code), next == "\\", index + 1 < scalars.count, scalars[index + 1] == "u"
      {
        let back = index
        index += 2
        let low = try readHex()
        if (0xDC00..<0xE000).contains(low) {
          return Unicode.Scalar(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) ?? "\u{FFFD}"
        }
        index = back
      }
      // A lone surrogate is no character.
      return Unicode.Scalar(code) ?? "\u{FFFD}"
    default:
      index -= 1
      throw problem("not JSON: \\\(scalar) is no escape")
    }
  }

  private mutating func readHex() throws(FileProblem) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = next, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
        throw problem("not JSON: \\u needs four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }
}
