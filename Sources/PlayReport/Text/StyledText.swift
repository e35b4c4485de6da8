/// A line of output with emphasis that can be left out. Nothing the host or the user wrote can act on
/// the terminal: every piece is cleaned when it is made.
public struct StyledText: Sendable, Hashable {
  /// What a piece means, not how it looks.
  public enum Emphasis: Sendable, Hashable {
    case plain, strong, good, attention, bad, dim

    /// "Select Graphic Rendition" parameters (ECMA-48, 8.3.117).
    var codes: String {
      switch self {
      case .plain: ""
      case .strong: "1"
      case .good: "32"
      case .attention: "33"
      case .bad: "31"
      case .dim: "2"
      }
    }
  }

  struct Piece: Sendable, Hashable {
    let text: String
    let emphasis: Emphasis
  }

  private(set) var pieces: [Piece] = []

  public init(_ text: String = "", _ emphasis: Emphasis = .plain) { append(text, emphasis) }

  public mutating func append(_ text: String, _ emphasis: Emphasis = .plain) {
    let clean = TerminalText.clean(text)
    if !clean.isEmpty { pieces.append(Piece(text: clean, emphasis: emphasis)) }
  }

  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.pieces += right.pieces
    return sum
  }

  /// Without emphasis.
  public var plain: String { pieces.map(\.text).joined() }

  /// Columns on a terminal.
  public var width: Int { pieces.reduce(0) { $0 + TerminalText.width($1.text) } }

  /// With escape sequences for emphasis, or without any.
  public func rendered(colour: Bool) -> String {
    guard colour else { return plain }
    return pieces.map { piece in
      piece.emphasis == .plain ? piece.text : "\u{1B}[\(piece.emphasis.codes)m\(piece.text)\u{1B}[0m"
    }.joined()
  }

  /// Filled up with spaces to `columns`.
  func padded(to columns: Int) -> StyledText {
    self + StyledText(String(repeating: " ", count: max(0, columns - width)))
  }

  /// At most `columns` wide; what is cut off ends in `…`.
  func cut(to columns: Int) -> StyledText {
    guard width > columns else { return self }
    var out = StyledText()
    var left = max(0, columns - 1)
    for piece in pieces where left > 0 {
      let text = TerminalText.prefix(piece.text, columns: left)
      out.append(text, piece.emphasis)
      left -= TerminalText.width(text)
      if text != piece.text { break }
    }
    if columns > 0 { out.append("…", .dim) }
    return out
  }
}
