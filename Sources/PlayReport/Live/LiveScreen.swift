import PlayModel
import PlayPlanning

/// A run on a terminal: what is done scrolls up as in plain output, what goes on is a panel below it
/// that is drawn anew in place. At the end the panel goes and the plain summary stays.
///
/// The escape sequences are those every terminal knows (ECMA-48): cursor up, erase to the end of line,
/// erase below, and DEC's private mode 25 for the cursor.
public struct LiveScreen: RunReporter {
  /// What a program has to print when it leaves before the run's last event: shows the cursor again.
  public static let restore = "\u{1B}[?25h"
  private static let hideCursor = "\u{1B}[?25l"
  private static let eraseLine = "\u{1B}[K"
  private static let eraseBelow = "\u{1B}[J"
  /// Events may come by the thousand; the panel follows them only this often.
  private static let shortest: Duration = .milliseconds(100)

  private var telling: RunTelling
  private let style: ReportStyle
  private var columns: Int
  private var rows: Int
  /// As drawn, without emphasis: what the cursor has to go back over.
  private var panel: [StyledText] = []
  private var drawnAt: Timestamp?
  private var waiting: (reason: String, until: Timestamp)?
  private var isCursorHidden = false

  /// For a terminal of this width and height.
  public init(style: ReportStyle, columns: Int, rows: Int) {
    self.style = style
    self.columns = columns
    self.rows = rows
    telling = RunTelling(style: style)
  }

  public mutating func text(for event: RunEvent, in state: RunState) -> String {
    note(event)
    let lines = telling.lines(for: event, in: state)
    if case .finished = event.body {
      let out = draw(lines, panel: [])
      return out + (isCursorHidden ? Self.restore : "")
    }
    let isDue = drawnAt.map { event.time.since($0) >= Self.shortest } ?? true
    guard isDue || !lines.isEmpty else { return "" }
    return draw(lines, panel: isDue ? moment(event.time, state) : panel)
  }

  /// Time has passed without an event: what the panel has to show of it, empty when that is nothing.
  public mutating func tick(_ now: Timestamp, in state: RunState) -> String {
    draw([], panel: moment(now, state))
  }

  /// Takes the panel away, for something else to be printed below what stays.
  public mutating func clear() -> String { draw([], panel: []) + (isCursorHidden ? showCursor() : "") }

  private mutating func showCursor() -> String {
    isCursorHidden = false
    return Self.restore
  }

  /// The terminal has another size now.
  public mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  private mutating func note(_ event: RunEvent) {
    switch event.body {
    case .waiting(let reason, let duration): waiting = (reason, event.time.advanced(by: duration))
    case .batchStarted, .reverting, .finished: waiting = nil
    default: break
    }
  }

  private mutating func moment(_ now: Timestamp, _ state: RunState) -> [StyledText] {
    drawnAt = now
    // One column stays free: a character in the last one leaves some terminals on the next line. One
    // row stays free for the cursor, and the panel never takes more than half of a tall terminal.
    let height = max(2, min(rows - 2, max(10, rows / 2)))
    return LivePanel(state: state, now: now, columns: columns - 1, rows: height, waiting: waiting).lines
  }

  /// Replaces the panel, `lines` going above it to stay.
  private mutating func draw(_ lines: [StyledText], panel new: [StyledText]) -> String {
    guard !lines.isEmpty || new != panel else { return "" }
    var out = ""
    if !isCursorHidden, !new.isEmpty {
      out += Self.hideCursor
      isCursorHidden = true
    }
    if !panel.isEmpty { out += "\u{1B}[\(height(of: panel))A" }
    for line in lines + new {
      out += line.rendered(colour: style.colour) + (panel.isEmpty ? "" : Self.eraseLine) + "\n"
    }
    if !panel.isEmpty { out += Self.eraseBelow }
    panel = new
    return out
  }

  /// Rows that lines drawn earlier take: after the terminal became narrower one line may be several.
  private func height(of lines: [StyledText]) -> Int {
    lines.reduce(0) { $0 + max(1, ($1.width + columns - 1) / max(1, columns)) }
  }
}
