import PlayModel

/// What people call the end of a run.
enum OutcomeText {
  static func word(_ outcome: RunOutcome) -> StyledText {
    switch outcome {
    case .succeeded: StyledText("done", .good)
    case .failed: StyledText("failed", .bad)
    case .rolledBack: StyledText("failed, put back", .attention)
    case .stuck: StyledText("STUCK", .bad)
    case .refused: StyledText("refused", .attention)
    case .waiting: StyledText("waiting", .attention)
    case .interrupted: StyledText("interrupted", .attention)
    }
  }

  /// A run without an outcome goes on, or its program was killed.
  static func word(_ outcome: RunOutcome?, isRunning: Bool) -> StyledText {
    outcome.map(word) ?? (isRunning ? StyledText("running", .good) : StyledText("unfinished", .bad))
  }
}
