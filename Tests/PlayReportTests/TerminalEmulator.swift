/// A terminal as far as the live view needs one: it keeps what a person would see.
struct TerminalEmulator {
  private(set) var isCursorVisible = true
  /// Rows that scrolled off the top, then those on the screen.
  private var rows: [[Character]] = [[]]
  private var top = 0
  private var row = 0
  private var column = 0
  private let columns: Int
  private let height: Int
  /// Sequences it does not know.
  private(set) var unknown: [String] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    height = rows
  }

  /// Everything since the start, without spaces at the ends of lines.
  var text: String { lines(rows[...]) }

  /// The rows on the screen now.
  var screen: String { lines(rows[top...]) }

  private func lines(_ rows: ArraySlice<[Character]>) -> String {
    rows.map { row in
      var row = row
      while row.last == " " { row.removeLast() }
      return String(row)
    }.joined(separator: "\n")
  }

  mutating func write(_ text: String) {
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\u{1B}": escape(&rest)
      case "\n":
        column = 0
        down()
      default: put(character)
      }
    }
  }

  private mutating func put(_ character: Character) {
    if column == columns {
      column = 0
      down()
    }
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }

  private mutating func down() {
    row += 1
    if row == rows.count { rows.append([]) }
    if row - top >= height { top = row - height + 1 }
  }

  private mutating func escape(_ rest: inout Substring) {
    guard rest.popFirst() == "[" else { return unknown.append("ESC") }
    let parameters = String(rest.prefix { !$0.isLetter })
    rest = rest.dropFirst(parameters.count)
    let final = rest.popFirst() ?? "?"
    switch (final, parameters) {
    case ("A", _): row = max(top, row - (Int(parameters) ?? 1))
    case ("K", ""): rows[row] = Array(rows[row].prefix(column))
    case ("J", ""):
      rows[row] = Array(rows[row].prefix(column))
      rows.removeSubrange((row + 1)...)
    case ("m", _): break
    case ("l", "?25"): isCursorVisible = false
    case ("h", "?25"): isCursorVisible = true
    default: unknown.append("\(parameters)\(final)")
    }
  }
}
