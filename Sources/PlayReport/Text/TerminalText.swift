/// Text from elsewhere, made fit for a terminal.
enum TerminalText {
  /// Without escape sequences and control characters: a container's log must not move the cursor,
  /// set the title or fake our own lines. A tab becomes spaces, other controls are dropped.
  static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var out = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case "\u{1B}", "\u{9B}": skipSequence(after: scalar, &scalars)
      case "\t": out.append(contentsOf: "    ".unicodeScalars)
      case "\n": out.append(" ")
      case _ where isControl(scalar): continue
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// C0, DEL, C1, and the marks that turn the direction of text (Unicode TR 9, 2.1 to 2.4).
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// ECMA-48: a control sequence ends with a byte in 0x40 to 0x7E; a string (OSC, DCS, …) ends with BEL or ST.
  private static func skipSequence(
    after first: Unicode.Scalar, _ scalars: inout String.UnicodeScalarView.Iterator
  ) {
    guard let kind = first == "\u{9B}" ? "[" : scalars.next() else { return }
    switch kind {
    case "[":
      while let scalar = scalars.next(), !(0x40...0x7E).contains(scalar.value) {}
    case "]", "P", "X", "^", "_":
      while let scalar = scalars.next(), scalar != "\u{07}", scalar != "\u{9C}" {
        if scalar == "\u{1B}" {
          _ = scalars.next()
          return
        }
      }
    case "\u{20}"..."\u{2F}": _ = scalars.next()
    default: return
    }
  }

  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// The longest beginning that fits.
  static func prefix(_ text: String, columns: Int) -> String {
    var left = columns
    return String(
      text.prefix { character in
        left -= width(character)
        return left >= 0
      })
  }

  /// Two columns for what East Asian terminals draw wide (Unicode TR 11, the large blocks of W and F)
  /// and for emoji, one for the rest.
  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
