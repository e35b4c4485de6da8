import PlayPlanning

/// The sentences for events that cannot follow: a record that was damaged, or a fault in the program.
public enum IllegalTransitionText {
  /// One line: which event, and why it cannot be.
  public static func sentence(_ refusal: IllegalTransition) -> String {
    let subject = refusal.step.map { " of \($0)" } ?? refusal.host.map { " of \($0)" } ?? ""
    return "event \(refusal.sequence), \(refusal.type)\(subject), cannot follow: \(why(refusal.reason))"
  }

  private static func why(_ reason: IllegalTransition.Reason) -> String {
    switch reason {
    case .wrongRun(let expected): "it belongs to another run than \(expected)"
    case .sequenceGap(let expected): "number \(expected) comes next"
    case .notStarted: "the run has not started"
    case .alreadyStarted: "the run has started already"
    case .afterFinish: "the run is over"
    case .playNotPlanned(let play): "play \(play + 1) has no plan yet"
    case .playOutOfOrder(let expected): "the plan of play \(expected + 1) comes next"
    case .planInconsistent(let host): "the plan has \(host) twice, or in a batch only"
    case .hostNotPlanned: "the play's plan does not have the host"
    case .serviceNotPlanned: "the plan does not have the service there"
    case .batchOutOfOrder: "there is no such batch, or it has been"
    case .batchStillRunning(let batch): "batch \(batch + 1) has not finished"
    case .batchNotRunning: "the batch does not run"
    case .hostNotInBatch(let host): "\(host) is not in this batch"
    case .batchNotStarted: "the host's batch has not started"
    case .effectInCheckMode: "a check changes nothing"
    case .effectOnUnchanged: "the plan leaves the service alone"
    case .forwardWhileReverting: "the run goes back"
    case .stepAlreadyStarted: "the step has started already"
    case .stepNeverStarted: "the step never started"
    case .stepNotRunning(let status): "the step is \(status.rawValue)"
    case .stepHasNoUndo: "such a step has no undo"
    case .alreadyUndone: "the step is undone already"
    case .undoAlreadyStarted: "the undo has started already"
    case .undoNotRunning(let status): "the step is \(status.rawValue)"
    case .containerOfNoCreation: "such a step creates no container"
    case .hookNotRunning: "the hook does not run"
    case .membershipOfNoDrain: "only a drain sees places in load balancers, once"
    case .hostUnknown: "the run does not know the host"
    case .hostAlreadyFinished: "the host has its outcome already"
    case .outcomeDenied(let outcome, let step):
      "\(outcome.rawValue) is not what its steps say" + (step.map { " (\($0))" } ?? "")
    case .hostNotFinished(let host): "\(host) has no outcome"
    case .stuckHidden(let host): "\(host) is stuck"
    }
  }
}
