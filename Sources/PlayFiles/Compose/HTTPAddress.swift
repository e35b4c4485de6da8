/// The address of an http check (RFC 9110 section 4.2.1): `http://HOST[:PORT][/PATH][?QUERY]`.
enum HTTPAddress {
  static func check(_ text: String) throws(ValueFault) -> String {
    let lower = text.lowercased()
    if lower.hasPrefix("https://") {
      throw ValueFault(
        "https checks are not supported yet",
        hint: "ask the container's plain port over http, or use a `command` with curl")
    }
    let fault = ValueFault(
      "`\(text)` is not an http address",
      hint: "write http://HOST[:PORT]/PATH, such as http://127.0.0.1:8080/health")
    guard lower.hasPrefix("http://") else { throw fault }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { !"/?#".contains($0) }
    if authority.contains("@") {
      throw ValueFault("an http check's address cannot hold a user name or password")
    }
    guard isAuthority(authority), !rest.contains("#"),
      rest.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }), hasValidEscapes(rest)
    else { throw fault }
    return text
  }

  /// Every `%` has its two hex digits (RFC 3986 section 2.1).
  private static func hasValidEscapes(_ text: Substring) -> Bool {
    text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy {
      $0.prefix(2).count == 2 && $0.prefix(2).allSatisfy(\.isHexDigit)
    }
  }

  private static func isAuthority(_ text: Substring) -> Bool {
    var host = text
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return false }
      host = text[text.index(after: text.startIndex)..<close]
      let rest = text[text.index(after: close)...]
      return IPAddress.isIPv6(String(host))
        && (rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())))
    }
    if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      guard isPort(text[text.index(after: colon)...]) else { return false }
    }
    return !host.isEmpty
      && host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_") }
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.allSatisfy { $0.isASCII && $0.isNumber } && Int(text).map { (1...65535).contains($0) } ?? false
  }

  /// A field name is a token (RFC 9110 section 5.6.2); a value has no line breaks, which would forge more headers.
  static func isHeader(_ name: String, _ value: String) -> Bool {
    let marks = "!#$%&'*+-.^_`|~"
    return !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || marks.contains($0)) }
      && value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }
  }
}
