import PlayModel

/// A page of text that is drawn anew in place, on the terminal's second screen, so that nothing scrolls and
/// what was there before comes back.
///
/// Escape sequences: ECMA-48 (cursor position, erase in line, erase in page) and xterm's private modes 1049
/// (the second screen) and 25 (the cursor). A line is written over what it replaces and only its rest is
/// erased, which is what keeps it from flickering.
public struct WatchScreen: Sendable {
  /// What a program has to print when it leaves, however it does.
  public static let restore = "\u{1B}[?25h\u{1B}[?1049l"
  private static let enter = "\u{1B}[?1049h\u{1B}[?25l"

  private let style: ReportStyle
  private var hasBegun = false

  public init(style: ReportStyle) { self.style = style }

  /// - Parameters:
  ///   - lines: from the top; those that do not fit are counted on the last row.
  ///   - foot: lines that are always shown, at the end.
  public mutating func draw(
    _ lines: [StyledText], foot: [StyledText], columns: Int, rows: Int
  ) -> String {
    var out = hasBegun ? "" : Self.enter
    hasBegun = true
    // The top line stays when the foot alone would fill the screen.
    let foot = Array(foot.prefix(max(0, rows - 2)))
    let room = max(1, rows - foot.count)
    var page = lines
    if page.count > room {
      page = Array(page.prefix(room - 1)) + [StyledText("… \(lines.count - room + 1) more", .dim)]
    }
    page += foot
    out += "\u{1B}[H"
    for (index, line) in page.enumerated() {
      // A newline after the last row would scroll.
      out += line.cut(to: columns - 1).rendered(colour: style.colour) + "\u{1B}[K"
      if index < page.count - 1 { out += "\r\n" }
    }
    return out + "\u{1B}[J"
  }
}
