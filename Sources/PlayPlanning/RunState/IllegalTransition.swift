import PlayModel

/// An event that cannot follow what a run's record says so far. Data; `PlayReport` makes the sentence.
public struct IllegalTransition: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case wrongRun(expected: RunID)
    case sequenceGap(expected: Int)
    /// Nothing may come before `run.started`.
    case notStarted
    case alreadyStarted
    /// Nothing may come after `run.finished`.
    case afterFinish
    case playNotPlanned(Int)
    case playOutOfOrder(expected: Int)
    /// A batch host without a plan, or a host that is planned or batched twice.
    case planInconsistent(HostName)
    case hostNotPlanned
    case serviceNotPlanned
    case batchOutOfOrder
    /// A batch that started while the one before it had not finished.
    case batchStillRunning(Int)
    case batchNotRunning
    /// A batch start that names a host the plan has in another batch, or in none.
    case hostNotInBatch(HostName)
    /// A step that changes its host, before the host's batch has started.
    case batchNotStarted
    /// A step that changes its host, in a run that only looks.
    case effectInCheckMode
    /// A step that changes its host, for a service the plan leaves alone.
    case effectOnUnchanged
    /// A forward step, or a new batch, after the host or the run began to go back.
    case forwardWhileReverting
    case stepAlreadyStarted
    case stepNeverStarted
    case stepNotRunning(StepStatus)
    case stepHasNoUndo
    case alreadyUndone
    case undoAlreadyStarted
    case undoNotRunning(StepStatus)
    case containerOfNoCreation
    case membershipOfNoDrain
    /// A hook's end without its beginning, or the beginning of one that is done.
    case hookNotRunning
    case hostUnknown
    case hostAlreadyFinished
    /// The outcome says something that the host's steps deny: `changed` without an effect, or
    /// anything but `changed` and `stuck` while an effect stands.
    case outcomeDenied(HostOutcome, by: StepKey?)
    /// The run ends while this host has no outcome.
    case hostNotFinished(HostName)
    /// A host is stuck and the run does not say so.
    case stuckHidden(HostName)
  }

  public let sequence: Int
  /// The rejected event's type, as `RunEvent.Body.type`.
  public let type: String
  public let step: StepKey?
  public let host: HostName?
  public let reason: Reason

  init(_ event: RunEvent, _ reason: Reason) {
    sequence = event.sequence
    type = event.body.type
    step = event.body.step
    host = event.body.host
    self.reason = reason
  }
}
