import PlayModel
import PlayPlanning

/// Tells a run as it goes on: each event, in order, becomes text for the output.
public protocol RunReporter: Sendable {
  /// What to print for `event`, line ends included; empty when there is nothing to say. `state` is the
  /// run with the event applied.
  mutating func text(for event: RunEvent, in state: RunState) -> String
}

extension RunReporter {
  /// Takes the event into `state` and tells it, for callers that keep a state only to report.
  public mutating func text(
    for event: RunEvent, folding state: inout RunState
  ) throws(IllegalTransition) -> String {
    try state.apply(event)
    return text(for: event, in: state)
  }
}
