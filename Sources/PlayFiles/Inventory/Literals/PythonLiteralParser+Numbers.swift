extension PythonLiteralParser {
  /// A number: https://docs.python.org/3/reference/lexical_analysis.html#numeric-literals
  mutating func parseNumber() -> PythonValue? {
    if next == "0", let letter = peek(1) {
      switch letter {
      case "x", "X": return parseRadix(16)
      case "o", "O": return parseRadix(8)
      case "b", "B": return parseRadix(2)
      default: break
      }
    }
    var whole = ""
    if next != "." {
      guard let digits = takeDigits() else { return nil }
      whole = digits
    }
    var number = whole
    var isFloat = false
    if take(".") {
      isFloat = true
      number += "."
      if let scalar = next, PythonText.isDigit(scalar) {
        guard let digits = takeDigits() else { return nil }
        number += digits
      }
    }
    if let exponent = takeExponent() {
      isFloat = true
      number += exponent
    }
    if next == "j" || next == "J" {
      index += 1
      guard !continuesWord, let imaginary = Double(number) else { return nil }
      return .complex(0, imaginary)
    }
    guard !continuesWord else { return nil }
    if isFloat { return Double(number).map { .double($0) } }
    // A decimal integer has no leading zero, unless it is zero.
    if whole.hasPrefix("0"), whole.contains(where: { $0 != "0" }) { return nil }
    // CPython's limit on the length of integers in source text.
    guard whole.count <= 4300 else { return nil }
    return Int(whole).map { .int($0) } ?? .bigInt(whole)
  }

  private var continuesWord: Bool { next.map { PythonText.isWord($0) } ?? false }

  /// Digits with single underscores between; the underscores are left out.
  private mutating func takeDigits() -> String? {
    var digits = String.UnicodeScalarView()
    while let scalar = next {
      if PythonText.isDigit(scalar) {
        digits.append(scalar)
      } else if scalar == "_", let after = peek(1), PythonText.isDigit(after), !digits.isEmpty {
        // Skip it; a digit follows.
      } else {
        break
      }
      index += 1
    }
    return digits.isEmpty ? nil : String(digits)
  }

  private mutating func takeExponent() -> String? {
    guard next == "e" || next == "E" else { return nil }
    var ahead = 1
    var text = "e"
    if let sign = peek(1), sign == "+" || sign == "-" {
      text.unicodeScalars.append(sign)
      ahead = 2
    }
    guard let digit = peek(ahead), PythonText.isDigit(digit) else { return nil }
    index += ahead
    return takeDigits().map { text + $0 }
  }

  private mutating func parseRadix(_ radix: Int) -> PythonValue? {
    index += 2
    var digits = ""
    while let scalar = next {
      if scalar == "_" {
        guard let after = peek(1), after.isASCII, Character(after).hexDigitValue != nil else { return nil }
      } else if let value = Character(scalar).hexDigitValue, value < radix, scalar.isASCII {
        digits.unicodeScalars.append(scalar)
      } else {
        break
      }
      index += 1
    }
    guard !digits.isEmpty, !continuesWord else { return nil }
    return Int(digits, radix: radix).map { .int($0) } ?? .bigInt("0x" + digits)
  }
}
