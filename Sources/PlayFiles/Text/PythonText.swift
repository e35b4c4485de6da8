/// Texts as Python's `str` handles them: by code point, with Python's idea of white space and lines.
///
/// Ansible's formats are what Python's string functions make of them, so the readers of inventories
/// work on code points and not on Swift's characters, which join `=` and a combining mark.
enum PythonText {
  /// `str.isspace` for one code point.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// `str.strip()`.
  static func strip(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return [] }
    return text[first...last]
  }

  /// `str.strip()`.
  static func strip(_ text: String) -> String { string(strip(Array(text.unicodeScalars)[...])) }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scalars.underestimatedCount)
    for scalar in scalars {
      if scalar.isASCII {
        bytes.append(UInt8(scalar.value))
      } else {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `str.splitlines()`: more signs end a line than a line feed.
  static func lines(_ text: String) -> [ArraySlice<Unicode.Scalar>] {
    let scalars = Array(text.unicodeScalars)
    var lines: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    var index = 0
    while index < scalars.count {
      let length: Int
      switch scalars[index].value {
      case 0x0D: length = index + 1 < scalars.count && scalars[index + 1] == "\n" ? 2 : 1
      case 0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029: length = 1
      default:
        index += 1
        continue
      }
      lines.append(scalars[start..<index])
      index += length
      start = index
    }
    if start < scalars.count { lines.append(scalars[start...]) }
    return lines
  }

  /// `\w` of Python's regular expressions: letters, digits and other numerics, and the underscore.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 {
      return scalar == "_" || (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
        || (0x61...0x7A).contains(scalar.value)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return true
    default: return scalar.properties.numericType != nil
    }
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// Order by code point, as Python sorts texts and the file system's names.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// `int(text)` for ASCII digits: white space around, a sign, single underscores between digits.
  static func int(_ text: String) -> Int? {
    var digits = strip(text)[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      digits = digits.dropFirst()
    }
    var lastWasDigit = false
    for byte in digits.utf8 {
      if (0x30...0x39).contains(byte) {
        lastWasDigit = true
      } else if byte == 0x5F, lastWasDigit {
        lastWasDigit = false
      } else {
        return nil
      }
    }
    return lastWasDigit ? Int(sign + digits.replacing("_", with: "")) : nil
  }
}
