import PlayModel
import PlayPlanning

/// A run as plain lines, for a file, a pipe or a CI log. No escape sequences unless the style asks for
/// colour.
public struct PlainReport: RunReporter {
  private var telling: RunTelling
  private let style: ReportStyle

  private let everyStep: Bool

  /// - Parameter everyStep: also a line for each step that ends, with its time.
  public init(style: ReportStyle = ReportStyle(), everyStep: Bool = false) {
    self.style = style
    self.everyStep = everyStep
    telling = RunTelling(style: style)
  }

  public mutating func text(for event: RunEvent, in state: RunState) -> String {
    (steps(event, state) + telling.lines(for: event, in: state)).map {
      $0.rendered(colour: style.colour) + "\n"
    }.joined()
  }

  private func steps(_ event: RunEvent, _ state: RunState) -> [StyledText] {
    guard everyStep, case .stepFinished(let key, let outcome, _) = event.body else { return [] }
    let time = state[key.host]?.step(key)?.duration.map { " in \(DurationText.text($0))" } ?? ""
    return [
      StyledText("  \(key.host)  \(key.service)  \(StepText.name(key.kind)) \(outcome.rawValue)\(time)", .dim)
    ]
  }
}
