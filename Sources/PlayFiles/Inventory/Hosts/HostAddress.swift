/// What an inventory's host name or pattern looks like: a name or address, with an optional port.
///
/// Follows Ansible's idea of names: letters, digits, `_` and `-` in labels with dots between, IPv4, or
/// IPv6, each also with `[begin:end:step]` ranges; a port after `:`, behind brackets for IPv6.
struct HostAddress: Equatable {
  let host: String
  let port: Int?

  /// - Returns: `nil` when `text` is no such address, or its port no number a machine can hold.
  init?(_ text: String, allowRanges: Bool) {
    var scalars = Array(text.unicodeScalars)[...]
    var port: Int?
    // Both forms are tried one after the other, the second on what the first left.
    if let (inner, digits) = Self.bracketed(scalars) {
      guard let number = Int(digits) else { return nil }
      (scalars, port) = (inner, number)
    }
    if let (name, digits) = Self.named(scalars) {
      guard let number = Int(digits) else { return nil }
      (scalars, port) = (name, number)
    }
    guard Self.isHostname(scalars) || IPv6Form.matches(scalars) else { return nil }
    if !allowRanges, scalars.contains("[") { return nil }
    host = PythonText.string(scalars)
    self.port = port
  }

  /// `[anything]:digits`.
  private static func bracketed(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> (ArraySlice<Unicode.Scalar>, String)? {
    guard text.first == "[", let (head, digits) = portSuffix(text), head.count > 2, head.last == "]" else {
      return nil
    }
    return (head.dropFirst().dropLast(), digits)
  }

  /// `name:digits`, where the name's colons are all inside brackets.
  private static func named(_ text: ArraySlice<Unicode.Scalar>) -> (ArraySlice<Unicode.Scalar>, String)? {
    guard let (head, digits) = portSuffix(text) else { return nil }
    var inBrackets = false
    for scalar in head {
      if inBrackets {
        inBrackets = scalar != "]"
      } else if scalar == "[" {
        inBrackets = true
      } else if scalar == ":" || scalar == "]" {
        return nil
      }
    }
    return inBrackets ? nil : (head, digits)
  }

  private static func portSuffix(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> (ArraySlice<Unicode.Scalar>, String)? {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[(colon + 1)...]
    guard !digits.isEmpty, digits.allSatisfy(PythonText.isDigit) else { return nil }
    return (text[..<colon], PythonText.string(digits))
  }

  /// Labels with dots between; an IPv4 address is one of these too.
  private static func isHostname(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      var rest = label
      var last: Unicode.Scalar?
      while let scalar = rest.first {
        if scalar == "[" {
          guard let close = rest.firstIndex(of: "]"), isRange(rest[(rest.startIndex + 1)..<close]) else {
            return false
          }
          rest = rest[(close + 1)...]
          last = "]"
        } else if PythonText.isWord(scalar) || (scalar == "-" && last != nil) {
          rest = rest.dropFirst()
          last = scalar
        } else {
          return false
        }
      }
      return last != nil && last != "-" && last != "_"
    }
  }

  /// `a:f`, `1:20`, each with an optional `:step`.
  private static func isRange(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return false }
    if parts.count == 3, !parts[2].allSatisfy(PythonText.isDigit) { return false }
    if parts[0].allSatisfy(PythonText.isDigit) { return parts[1].allSatisfy(PythonText.isDigit) }
    return parts[0].count == 1 && parts[1].count == 1 && isLetter(parts[0].first)
      && isLetter(parts[1].first)
  }

  private static func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { $0.isASCII && $0.properties.isAlphabetic } ?? false
  }
}
