/// One thing that happened in a run. Live output, the run store, resume and reports all read these.
public struct RunEvent: Sendable, Hashable, Codable {
  /// Position in the run's journal, from 1.
  public let sequence: Int
  public let time: Timestamp
  public let run: RunID
  public let body: Body

  public init(sequence: Int, time: Timestamp, run: RunID, body: Body) {
    self.sequence = sequence
    self.time = time
    self.run = run
    self.body = body
  }

  /// The large and rare ones are indirect: each event has the size of the largest that is not, and a long run has
  /// hundreds of thousands.
  public enum Body: Sendable, Hashable, Codable {
    /// Always the first.
    indirect case started(RunHeader)
    /// A host was looked at: reachable with an engine (`trouble` nil), or not.
    case surveyed(host: HostName, trouble: Trouble?)
    /// What a play will do, after the survey and before its first effect.
    indirect case planned(PlayPlan)
    /// Hosts of the batch, in order. `batch` counts from 0.
    case batchStarted(play: Int, batch: Int, hosts: [HostName])
    case batchFinished(play: Int, batch: Int)
    /// Intent: on disk before the effect is sent.
    case stepStarted(StepKey)
    case stepFinished(StepKey, StepOutcome, Trouble?)
    /// A new container exists: its engine id.
    case containerCreated(StepKey, id: String)
    /// What a host's places in its load balancers were, before the step takes it out.
    case membershipSeen(StepKey, [BalancerMembership])
    case undoStarted(StepKey)
    case undoFinished(StepKey, StepOutcome, Trouble?)
    /// A hook of the run begins: intent, as with a step.
    indirect case hookStarted(Hook.Key, Hook)
    indirect case hookFinished(Hook.Key, StepOutcome, Trouble?)
    /// A hook of the run was taken back, or could not be.
    indirect case hookUndone(Hook.Key, StepOutcome, Trouble?)
    /// Something goes back: the whole run, or one batch. `hosts` are those that will be put back.
    case reverting(reason: String, hosts: [HostName])
    /// Where the run left a host; exactly one for each host, before `finished`.
    case hostFinished(host: HostName, outcome: HostOutcome, trouble: Trouble?)
    /// A pause, bake or wait that a watcher should see.
    case waiting(reason: String, duration: Duration)
    /// Something worth telling that changes nothing.
    case note(String)
    /// The last, unless the run is taken up again.
    case finished(RunOutcome, reason: String?)
    /// Another process goes on with a run that was killed, interrupted, or left hosts stuck. Opens
    /// again what `hostFinished` and `finished` had closed.
    indirect case resumed(RunHeader)
    /// Nobody will go on with the run: its hosts stay as they are, and nothing can follow.
    case abandoned(reason: String)
  }
}
