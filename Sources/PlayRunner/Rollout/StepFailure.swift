import PlayModel

/// Why a step did not succeed, and whether that is known.
enum StepFailure: Error, Sendable {
  case failed(Trouble)
  /// The effect may or may not have happened.
  case unknown(Trouble)
  /// The user asked to stop, and nothing is lost by stopping here: a later process does the step again.
  case leftOpen(Trouble)
  /// The journal cannot be written: everything stops.
  case unrecorded(RecordFailure)

  var outcome: StepOutcome {
    switch self {
    case .failed: .failed
    case .unknown, .unrecorded, .leftOpen: .unknown
    }
  }

  var trouble: Trouble {
    switch self {
    case .failed(let trouble), .unknown(let trouble), .leftOpen(let trouble): trouble
    case .unrecorded(let failure): Trouble(.other, failure.description)
    }
  }
}
