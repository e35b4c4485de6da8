/// The backstop against secrets in text that came from elsewhere: log lines, engine messages, command
/// lines. What swiftplay itself knows to be secret is withheld by its type (`Secret`) and never gets here.
///
/// Finds each secret as it is, line by line, and in the forms that JSON, shells and URLs make of it.
/// Secrets under six characters are left alone: they would blacken ordinary words.
public struct Redactor: Sendable {
  public static let shortest = 6
  public static let mark = "<secret>"

  /// Longest first, so that a secret inside another does not leave its rest behind.
  private let forms: [String]

  public init(_ secrets: some Sequence<Secret>) {
    var forms: Set<String> = []
    for secret in secrets {
      let text = secret.reveal()
      let lines = text.split(whereSeparator: \.isNewline).map(String.init)
      for form in [text] + lines where form.count >= Self.shortest {
        forms.formUnion([
          form, Self.json(form), ShellWord.quote(form), Self.shellInside(form), Self.url(form),
        ])
        forms.formUnion(Self.base64Forms(form))
      }
    }
    self.forms = forms.filter { $0.count >= Self.shortest }.sorted { ($0.count, $1) > ($1.count, $0) }
  }

  public var isEmpty: Bool { forms.isEmpty }

  public func redacted(_ text: String) -> String {
    var text = text
    // A noncharacter stands for the mark meanwhile, so that no secret is found in the mark itself.
    for form in forms where text.contains(form) { text = text.replacing(form, with: "\u{10FFFF}") }
    return text.replacing("\u{10FFFF}", with: Self.mark)
  }

  /// As JSON writes it inside quotes (RFC 8259 section 7).
  private static func json(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func shellInside(_ text: String) -> String { text.replacing("'", with: #"'\''"#) }

  /// Percent-encoded (RFC 3986 section 2.1), all but the unreserved characters.
  private static func url(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let unreserved =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "-._~".utf8.contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return unreserved ? String(scalar) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }

  /// Base64 (RFC 4648) of the text at each of the three places it may have in a longer encoded text;
  /// what the neighbours decide is left off.
  private static func base64Forms(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return (0..<3).compactMap { shift in
      let whole = bytes.dropFirst((3 - shift) % 3)
      let aligned = whole.prefix(whole.count - whole.count % 3)
      return aligned.count < 6 ? nil : base64(Array(aligned))
    }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count - 2, by: 3) {
      let group = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
      for shift in [18, 12, 6, 0] { text.append(alphabet[group >> shift & 63]) }
    }
    return text
  }
}
