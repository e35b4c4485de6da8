extension MorningReport {
  /// One page that needs nothing else.
  public func html() -> String {
    let body = sections.map { section in
      let heading = "<h2\(section.isAlarming ? " class=\"bad\"" : "")>\(Self.escaped(section.title))</h2>\n"
      guard !section.rows.isEmpty else { return heading + "<p>\(Self.escaped(section.nothing))</p>\n" }
      let head = section.columns.map { "<th>\(Self.escaped($0))</th>" }.joined()
      let rows = section.rows.map { row in
        "<tr>" + row.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>\n"
      }
      return heading + "<table>\n<tr>\(head)</tr>\n\(rows.joined())</table>\n"
    }
    return """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>swiftplay: \(Self.escaped(title))</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; color: #222; }
      table { border-collapse: collapse; } td, th { text-align: left; padding: .2em 1em .2em 0; vertical-align: top; }
      th { color: #777; font-weight: normal; } td { border-top: 1px solid #ddd; } .bad { color: #b00020; }
      </style>
      <h1>\(Self.escaped(title))</h1>
      \(body.joined())
      </html>

      """
  }

  /// Text between tags and in attributes (html.spec.whatwg.org, 13.3).
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
