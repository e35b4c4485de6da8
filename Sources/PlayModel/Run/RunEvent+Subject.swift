extension RunEvent.Body {
  /// The step the event is about.
  public var step: StepKey? {
    switch self {
    case .stepStarted(let key), .stepFinished(let key, _, _), .containerCreated(let key, _),
      .membershipSeen(let key, _), .undoStarted(let key), .undoFinished(let key, _, _):
      key
    default: nil
    }
  }

  /// The one host the event is about.
  public var host: HostName? {
    switch self {
    case .surveyed(let host, _), .hostFinished(let host, _, _): host
    default: step?.host
    }
  }

  /// What went wrong, where the event tells of a failure.
  public var trouble: Trouble? {
    switch self {
    case .surveyed(_, let trouble), .stepFinished(_, _, let trouble), .undoFinished(_, _, let trouble),
      .hostFinished(_, _, let trouble), .hookFinished(_, _, let trouble), .hookUndone(_, _, let trouble):
      trouble
    default: nil
    }
  }
}
