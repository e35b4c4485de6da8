/// A JSON value whose object keys keep the order they are written in (RFC 8259).
indirect enum JSONText: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Seconds and the like: at most three decimals.
  case decimal(milli: Int64)
  /// A number as it is written.
  case number(String)
  case string(String)
  case array([JSONText])
  case object([Field])

  struct Field: Sendable, Hashable {
    let name: String
    let value: JSONText
  }

  /// One line, without spaces.
  var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let bool): out += bool ? "true" : "false"
    case .int(let int): out += "\(int)"
    case .decimal(let milli): out += Self.decimal(milli)
    case .number(let text): out += text
    case .string(let string): Self.write(string, to: &out)
    case .array(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        item.write(to: &out)
      }
      out += "]"
    case .object(let fields):
      out += "{"
      for (index, field) in fields.enumerated() {
        if index > 0 { out += "," }
        Self.write(field.name, to: &out)
        out += ":"
        field.value.write(to: &out)
      }
      out += "}"
    }
  }

  private static func decimal(_ milli: Int64) -> String {
    let magnitude = milli.magnitude
    var text = "\(milli < 0 ? "-" : "")\(magnitude / 1000)"
    if magnitude % 1000 > 0 {
      var fraction = String(magnitude % 1000 + 1000).dropFirst()
      while fraction.last == "0" { fraction.removeLast() }
      text += ".\(fraction)"
    }
    return text
  }

  /// Section 7: quote, reverse solidus and the control characters have to be escaped. U+007F to U+009F
  /// are escaped too: a terminal may act on them.
  private static func write(_ string: String, to out: inout String) {
    out += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  init(stringLiteral value: String) { self = .string(value) }
  init(arrayLiteral elements: JSONText...) { self = .array(elements) }
}
