extension RunEvent.Body {
  /// The event's stable name in JSON output and in the run store.
  public var type: String {
    switch self {
    case .started: "run.started"
    case .surveyed: "host.surveyed"
    case .planned: "play.planned"
    case .batchStarted: "batch.started"
    case .batchFinished: "batch.finished"
    case .stepStarted: "step.started"
    case .stepFinished: "step.finished"
    case .containerCreated: "container.created"
    case .membershipSeen: "membership.seen"
    case .undoStarted: "undo.started"
    case .undoFinished: "undo.finished"
    case .hookStarted: "hook.started"
    case .hookFinished: "hook.finished"
    case .hookUndone: "hook.undone"
    case .reverting: "run.reverting"
    case .hostFinished: "host.finished"
    case .waiting: "run.waiting"
    case .note: "note"
    case .finished: "run.finished"
    case .resumed: "run.resumed"
    case .abandoned: "run.abandoned"
    }
  }
}
