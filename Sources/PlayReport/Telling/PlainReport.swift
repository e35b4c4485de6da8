import PlayModel
import PlayPlanning

/// A run as plain lines, for a file, a pipe or a CI log. No escape sequences unless the style asks for
/// colour.
public struct PlainReport: RunReporter {
  private var telling: RunTelling
  private let style: ReportStyle

  public init(style: ReportStyle = ReportStyle()) {
    self.style = style
    telling = RunTelling(style: style)
  }

  public mutating func text(for event: RunEvent, in state: RunState) -> String {
    telling.lines(for: event, in: state).map { $0.rendered(colour: style.colour) + "\n" }.joined()
  }
}
