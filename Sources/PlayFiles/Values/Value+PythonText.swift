import PlayModel

extension Value {
  /// The value as Python's `str` writes it; keys of mappings are sorted.
  var pythonText: String {
    if case .string(let text) = self { return text }
    if let unsafeText { return unsafeText }
    return pythonRepresentation
  }

  /// The value as Python's `repr` writes it.
  private var pythonRepresentation: String {
    switch self {
    case .null: "None"
    case .bool(let bool): bool ? "True" : "False"
    case .int(let int): String(int)
    case .double(let double):
      double.isNaN ? "nan" : double.isInfinite ? (double < 0 ? "-inf" : "inf") : double.pythonText
    case .string(let text): Self.quoted(text)
    case .list(let items): "[" + items.map(\.pythonRepresentation).joined(separator: ", ") + "]"
    case .map(let map):
      unsafeText.map { Self.quoted($0) } ?? "{"
        + map.sorted { PythonText.precedes($0.key, $1.key) }
        .map { Self.quoted($0.key) + ": " + $0.value.pythonRepresentation }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var quoted = String.UnicodeScalarView([quote])
    for scalar in scalars { quoted.append(contentsOf: escaped(scalar, in: quote).unicodeScalars) }
    quoted.append(quote)
    return String(quoted)
  }

  private static func escaped(_ scalar: Unicode.Scalar, in quote: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case quote: return "\\" + String(scalar)
    default: break
    }
    if isPrintable(scalar) { return String(scalar) }
    let (letter, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    let hex = String(scalar.value, radix: 16)
    return "\\" + letter + String(repeating: "0", count: width - hex.count) + hex
  }

  /// `str.isprintable` for one code point.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }
}
