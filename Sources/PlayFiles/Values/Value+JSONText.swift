import PlayModel

extension Value {
  /// The value as JSON, keys sorted by code point.
  ///
  /// Whole floating-point numbers keep their `.0`, and numbers without a JSON form are written as
  /// Python writes them (`NaN`, `Infinity`), both as `ansible-inventory` does.
  ///
  /// - Parameter indent: blanks a level; `nil` for all on one line.
  /// - Returns: the text, without a final line feed.
  public func jsonText(indent: Int? = nil) -> String {
    var text = ""
    writeJSON(to: &text, indent: indent, level: 0)
    return text
  }

  private func writeJSON(to text: inout String, indent: Int?, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .int(let int): text += String(int)
    case .double(let double): text += double.pythonText
    case .string(let string): Self.writeJSON(string, to: &text)
    case .list(let items):
      Self.writeJSON(items, "[", "]", to: &text, indent, level) { item, text in
        item.writeJSON(to: &text, indent: indent, level: level + 1)
      }
    case .map(let map):
      let entries = map.sorted { PythonText.precedes($0.key, $1.key) }
      Self.writeJSON(entries, "{", "}", to: &text, indent, level) { entry, text in
        Self.writeJSON(entry.key, to: &text)
        text += ": "
        entry.value.writeJSON(to: &text, indent: indent, level: level + 1)
      }
    }
  }

  private static func writeJSON<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout String, _ indent: Int?, _ level: Int,
    _ write: (Item, inout String) -> Void
  ) {
    func breakLine(_ level: Int) {
      if let indent { text += "\n" + String(repeating: " ", count: indent * level) }
    }
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += indent == nil ? ", " : "," }
      breakLine(level + 1)
      write(item, &text)
    }
    if !items.isEmpty { breakLine(level) }
    text += close
  }

  private static func writeJSON(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }
}
