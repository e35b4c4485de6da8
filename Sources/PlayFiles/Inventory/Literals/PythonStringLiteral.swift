/// One string or bytes literal with its prefix and quotes.
///
/// https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
struct PythonStringLiteral {
  enum Kind { case text, bytes }

  let kind: Kind
  private(set) var scalars: [Unicode.Scalar] = []
  private(set) var bytes: [UInt8] = []
  private let raw: Bool

  /// Reads the literal at the parser's index; `nil` for bad syntax and for formatted strings.
  init?(_ parser: inout PythonLiteralParser) {
    var prefix = ""
    while let scalar = parser.next, scalar != "\"", scalar != "'" {
      prefix.unicodeScalars.append(scalar)
      parser.index += 1
    }
    switch prefix.lowercased() {
    case "", "u": (kind, raw) = (.text, false)
    case "r": (kind, raw) = (.text, true)
    case "b": (kind, raw) = (.bytes, false)
    case "br", "rb": (kind, raw) = (.bytes, true)
    default: return nil
    }
    guard let quote = parser.next else { return nil }
    parser.index += 1
    var width = 1
    if parser.next == quote, parser.peek(1) == quote {
      parser.index += 2
      width = 3
    }
    guard readContent(&parser, quote: quote, width: width) else { return nil }
  }

  private mutating func readContent(
    _ parser: inout PythonLiteralParser, quote: Unicode.Scalar, width: Int
  ) -> Bool {
    while let scalar = parser.next {
      if scalar == quote, width == 1 || (parser.peek(1) == quote && parser.peek(2) == quote) {
        parser.index += width
        return true
      }
      parser.index += 1
      if scalar == "\\" {
        guard readEscape(&parser) else { return false }
      } else {
        guard append(scalar) else { return false }
      }
    }
    return false
  }

  private mutating func append(_ scalar: Unicode.Scalar) -> Bool {
    guard kind == .bytes else {
      scalars.append(scalar)
      return true
    }
    guard scalar.isASCII else { return false }
    bytes.append(UInt8(scalar.value))
    return true
  }

  private mutating func append(code: UInt32) -> Bool {
    if kind == .bytes {
      bytes.append(UInt8(truncatingIfNeeded: code))
    } else {
      guard code <= 0x10FFFF else { return false }
      // A lone surrogate is a text in Python but in no encoding.
      scalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
    }
    return true
  }

  /// The backslash has been taken.
  private mutating func readEscape(_ parser: inout PythonLiteralParser) -> Bool {
    guard let scalar = parser.next else { return false }
    parser.index += 1
    if raw { return append("\\") && append(scalar) }
    switch scalar {
    case "\\", "'", "\"": return append(scalar)
    case "a": return append(code: 7)
    case "b": return append(code: 8)
    case "f": return append(code: 12)
    case "n": return append(code: 10)
    case "r": return append(code: 13)
    case "t": return append(code: 9)
    case "v": return append(code: 11)
    case "0"..."7":
      parser.index -= 1
      return readDigits(&parser, radix: 8, 1...3)
    case "x": return readDigits(&parser, radix: 16, 2...2)
    case "u" where kind == .text: return readDigits(&parser, radix: 16, 4...4)
    case "U" where kind == .text: return readDigits(&parser, radix: 16, 8...8)
    case "N" where kind == .text: return readNamed(&parser)
    default: return append("\\") && append(scalar)
    }
  }

  private mutating func readDigits(
    _ parser: inout PythonLiteralParser, radix: Int, _ width: ClosedRange<Int>
  ) -> Bool {
    var code: UInt32 = 0
    var count = 0
    while count < width.upperBound, let scalar = parser.next, scalar.isASCII,
      let digit = Character(scalar).hexDigitValue, digit < radix
    {
      code = code * UInt32(radix) + UInt32(digit)
      count += 1
      parser.index += 1
    }
    return count >= width.lowerBound && append(code: code)
  }

  /// `\N{LATIN SMALL LETTER A}`.
  private mutating func readNamed(_ parser: inout PythonLiteralParser) -> Bool {
    guard parser.take("{") else { return false }
    var name = String.UnicodeScalarView()
    while let scalar = parser.next, scalar != "}" {
      name.append(scalar)
      parser.index += 1
    }
    guard parser.take("}") else { return false }
    let wanted = String(name).uppercased()
    guard !wanted.isEmpty, wanted.utf8.count <= 100 else { return false }
    for code in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let properties = scalar.properties
      if properties.name == wanted || properties.nameAlias == wanted { return append(scalar) }
    }
    return false
  }
}
