extension YAMLScalarResolver {
  /// The type that PyYAML's resolver guesses for a plain scalar, without the tag's prefix.
  static func implicitType(of text: String) -> String {
    switch text {
    case "", "~", "null", "Null", "NULL": return "null"
    case "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On",
      "ON", "off", "Off", "OFF":
      return "bool"
    case "<<": return "merge"
    case "=": return "value"
    default: break
    }
    guard let first = text.utf8.first,
      (0x30...0x39).contains(first) || first == 0x2B || first == 0x2D || first == 0x2E
    else { return "str" }
    let bytes = Array(text.utf8)
    if isFloat(bytes) { return "float" }
    if isInt(bytes) { return "int" }
    return YAMLTimestamp.isImplicit(bytes) ? "timestamp" : "str"
  }

  private static func unsigned(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.first == 0x2B || bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isDigitOrUnderscore(_ byte: UInt8) -> Bool { isDigit(byte) || byte == 0x5F }

  private static func isInt(_ bytes: [UInt8]) -> Bool {
    let body = unsigned(bytes)
    guard let first = body.first, isDigit(first) else { return false }
    let rest = body.dropFirst()
    if first != 0x30 {
      let tail = rest.drop(while: isDigitOrUnderscore)
      return tail.isEmpty || isBase60Tail(tail)
    }
    switch rest.first {
    case nil: return true
    case UInt8(ascii: "b")?:
      let digits = rest.dropFirst()
      return !digits.isEmpty && digits.allSatisfy { $0 == 0x30 || $0 == 0x31 || $0 == 0x5F }
    case UInt8(ascii: "x")?:
      let digits = rest.dropFirst()
      return !digits.isEmpty
        && digits.allSatisfy {
          isDigitOrUnderscore($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
        }
    default: return rest.allSatisfy { (0x30...0x37).contains($0) || $0 == 0x5F }
    }
  }

  /// `(:[0-5]?[0-9])+` to the end.
  private static func isBase60Tail(_ tail: ArraySlice<UInt8>) -> Bool {
    guard tail.first == UInt8(ascii: ":") else { return false }
    return tail.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .allSatisfy { part in
        guard (1...2).contains(part.count), part.allSatisfy(isDigit), let first = part.first else {
          return false
        }
        return part.count == 1 || first <= 0x35
      }
  }

  private static func isFloat(_ bytes: [UInt8]) -> Bool {
    let body = unsigned(bytes)
    let text = String(decoding: body, as: UTF8.self)
    if [".inf", ".Inf", ".INF"].contains(text) { return true }
    let signed = body.count != bytes.count
    if !signed, [".nan", ".NaN", ".NAN"].contains(text) { return true }
    guard let dot = body.firstIndex(of: UInt8(ascii: ".")) else { return false }
    let whole = body[..<dot]
    let fraction = body[(dot + 1)...]
    guard let first = whole.first else {
      guard !signed, let digit = fraction.first, isDigit(digit) else { return false }
      return isFractionTail(fraction)
    }
    guard isDigit(first) else { return false }
    let colons = whole.drop(while: isDigitOrUnderscore)
    if colons.isEmpty { return isFractionTail(fraction) }
    return isBase60Tail(colons) && fraction.allSatisfy(isDigitOrUnderscore)
  }

  /// `[0-9_]*([eE][-+][0-9]+)?` to the end.
  private static func isFractionTail(_ fraction: ArraySlice<UInt8>) -> Bool {
    let tail = fraction.drop(while: isDigitOrUnderscore)
    guard let exponent = tail.first else { return true }
    guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return false }
    guard let sign = tail.dropFirst().first, sign == 0x2B || sign == 0x2D else { return false }
    let digits = tail.dropFirst(2)
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }
}
