import FoundationEssentials

/// The text around a private key: `-----BEGIN …-----`, headers of RFC 1421 where there are any, base64.
struct KeyArmor: Hashable {
  /// Such as `OPENSSH PRIVATE KEY`.
  let label: String
  let headers: [String: String]
  let body: [UInt8]

  /// The first private key in `text`; what stands before and after it is ignored, as OpenSSL does.
  init(text: String) throws(KeyFileProblem) {
    var lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)[...]
      .map { $0.trimmingSpaces() }[...]
    guard
      let start = lines.firstIndex(where: { Self.label(of: $0, "BEGIN")?.hasSuffix("PRIVATE KEY") == true }),
      let label = Self.label(of: lines[start], "BEGIN")
    else { throw .notAPrivateKey }
    lines = lines[(start + 1)...]
    guard let end = lines.firstIndex(where: { Self.label(of: $0, "END") == label }) else {
      throw .malformed("it has no END line")
    }
    var headers: [String: String] = [:]
    var content = lines[..<end]
    while let line = content.first, let colon = line.firstIndex(of: ":") {
      headers[String(line[..<colon])] = line[line.index(after: colon)...].trimmingSpaces()
      content = content.dropFirst()
    }
    guard let body = Data(base64Encoded: content.joined()), !body.isEmpty else {
      throw .malformed("its base64 is damaged")
    }
    self.label = label
    self.headers = headers
    self.body = [UInt8](body)
  }

  private static func label(of line: String, _ word: String) -> String? {
    guard line.hasPrefix("-----\(word) "), line.hasSuffix("-----"), line.count > word.count + 11 else {
      return nil
    }
    return String(line.dropFirst(word.count + 6).dropLast(5))
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  func trimmingSpaces() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
