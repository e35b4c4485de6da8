import PlayModel
import PlayPlanning

/// Everything outside that a run stands on. A simulation gives its own; nothing here reaches the
/// outside by another way.
public struct RunPorts: Sendable {
  /// Connects and authenticates to a host.
  public var connect: @Sendable (HostAccess) async -> Result<any HostLink, HostFailure>
  /// Carries out what is to run on this machine; `nil` where nothing may.
  public var controller: (any HostLink)?
  public var journal: any RunJournal
  public var clock: any PlayClock
  /// Unpredictable text for sentinels, letters and digits.
  public var nonce: @Sendable () -> String
  /// What is known here of a run that holds a lock.
  public var standing: @Sendable (RunID) async -> RunStanding
  /// Sees every event, in order, with the state it led to: an intent after it is on disk, an outcome perhaps before.
  public var observer: @Sendable (RunEvent, RunState) -> Void
  /// Asked once, before the first change, with what each play will do.
  public var confirm: @Sendable ([PlayPlan]) async -> Bool
  /// Asked after a batch of a play that wants each confirmed: whether the next one may begin. `false` where
  /// nobody can be asked now; the run then waits for somebody to take it up.
  public var gate: @Sendable (PlayPlan, _ finished: Int) async -> Bool
  /// What batches of earlier runs like this took.
  public var earlierBatches: @Sendable (PlayPlan) -> [Duration]

  public init(
    connect: @escaping @Sendable (HostAccess) async -> Result<any HostLink, HostFailure>,
    controller: (any HostLink)? = nil, journal: any RunJournal, clock: any PlayClock,
    nonce: @escaping @Sendable () -> String,
    standing: @escaping @Sendable (RunID) async -> RunStanding = { _ in .foreign },
    observer: @escaping @Sendable (RunEvent, RunState) -> Void = { _, _ in },
    confirm: @escaping @Sendable ([PlayPlan]) async -> Bool = { _ in true },
    gate: @escaping @Sendable (PlayPlan, _ finished: Int) async -> Bool = { _, _ in false },
    earlierBatches: @escaping @Sendable (PlayPlan) -> [Duration] = { _ in [] }
  ) {
    self.connect = connect
    self.controller = controller
    self.journal = journal
    self.clock = clock
    self.nonce = nonce
    self.standing = standing
    self.observer = observer
    self.confirm = confirm
    self.gate = gate
    self.earlierBatches = earlierBatches
  }
}
