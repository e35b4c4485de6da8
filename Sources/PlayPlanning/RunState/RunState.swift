import PlayModel

/// What the events of one run add up to. Live run, resume and reports all fold the same events with
/// `apply`, the only way this value ever changes.
public struct RunState: Sendable, Hashable, Codable {
  /// One decision to put hosts back.
  public struct Reverting: Sendable, Hashable, Codable {
    public let time: Timestamp
    public let reason: String
    public let hosts: [HostName]
  }

  /// Something that was worth telling and changes nothing.
  public struct Note: Sendable, Hashable, Codable {
    public let time: Timestamp
    public let text: String
  }

  /// Another process went on with the run: `resume`, `approve` or `cancel`.
  public struct Resumption: Sendable, Hashable, Codable {
    public let time: Timestamp
    public let user: String
    public let machine: String
    public let processID: Int
    public let command: String
  }

  public let run: RunID
  /// `nil` until `run.started`.
  public internal(set) var header: RunHeader?
  public internal(set) var phase: RunPhase = .preparing
  /// In the order of the run.
  public internal(set) var plays: [PlayRecord] = []
  /// In the order they first appeared.
  public internal(set) var hosts = HostTable()
  public internal(set) var reverts: [Reverting] = []
  public internal(set) var notes: [Note] = []
  public internal(set) var resumptions: [Resumption] = []
  /// Hooks of the run itself, in the order they were begun.
  public internal(set) var hooks: [HookRecord] = []
  /// Somebody decided that nobody will go on with the run.
  public internal(set) var isAbandoned = false
  /// A process of the run has ended waiting for somebody, or for a window, and was taken up since.
  public internal(set) var hasWaited = false
  public internal(set) var outcome: RunOutcome?
  public internal(set) var reason: String?
  public internal(set) var startedAt: Timestamp?
  public internal(set) var finishedAt: Timestamp?
  /// Of the last event applied, 0 before the first.
  public internal(set) var lastSequence = 0
  public internal(set) var lastEventAt: Timestamp?

  public init(run: RunID) { self.run = run }

  /// The state after all of `events`, which start with a run's first.
  public init(run: RunID, folding events: some Sequence<RunEvent>) throws(IllegalTransition) {
    self.init(run: run)
    for event in events { try apply(event) }
  }

  /// Takes in the next event. An event that cannot follow is refused and changes nothing.
  public mutating func apply(_ event: RunEvent) throws(IllegalTransition) {
    guard event.run == run else { throw IllegalTransition(event, .wrongRun(expected: run)) }
    guard event.sequence == lastSequence + 1 else {
      throw IllegalTransition(event, .sequenceGap(expected: lastSequence + 1))
    }
    guard outcome == nil || mayFollowFinish(event.body) else {
      throw IllegalTransition(event, .afterFinish)
    }
    if case .started(let header) = event.body {
      guard self.header == nil else { throw IllegalTransition(event, .alreadyStarted) }
      self.header = header
      startedAt = event.time
    } else {
      guard header != nil else { throw IllegalTransition(event, .notStarted) }
      try route(event)
    }
    lastSequence = event.sequence
    lastEventAt = event.time
  }

  private mutating func route(_ event: RunEvent) throws(IllegalTransition) {
    switch event.body {
    case .started, .waiting: break
    case .note(let text): notes.append(Note(time: event.time, text: text))
    case .surveyed(let host, let trouble): survey(host, trouble)
    case .planned(let plan): try add(plan, event)
    case .batchStarted(let play, let batch, let hosts): try startBatch(play, batch, hosts, event)
    case .batchFinished(let play, let batch): try finishBatch(play, batch, event)
    case .stepStarted(let key): try start(key, event)
    case .stepFinished(let key, let outcome, let trouble): try finish(key, outcome, trouble, event)
    case .containerCreated(let key, let id): try created(key, id, event)
    case .membershipSeen(let key, let seen): try remember(key, seen, event)
    case .undoStarted(let key): try startUndo(key, event)
    case .undoFinished(let key, let outcome, let trouble): try finishUndo(key, outcome, trouble, event)
    case .hookStarted(let key, let hook): try start(key, hook, event)
    case .hookFinished(let key, let outcome, let trouble): try finish(key, outcome, trouble, event)
    case .hookUndone(let key, let outcome, _): try takeBack(key, outcome, event)
    case .reverting(let reason, let hosts): try revert(reason, hosts, event)
    case .hostFinished(let host, let outcome, let trouble): try finish(host, outcome, trouble, event)
    case .finished(let outcome, let reason): try finish(outcome, reason, event)
    case .resumed(let header):
      resumptions.append(
        Resumption(
          time: event.time, user: header.user, machine: header.machine, processID: header.processID,
          command: header.command))
      reopen()
    case .abandoned(let reason): abandon(reason, event)
    }
  }

  private mutating func survey(_ host: HostName, _ trouble: Trouble?) {
    let place = hosts.place(host)
    hosts[place].surveyed = true
    hosts[place].surveyTrouble = trouble
  }

  /// Rules that need more than one record are in the other files of this type; these end the run.
  private mutating func finish(
    _ host: HostName, _ outcome: HostOutcome, _ trouble: Trouble?, _ event: RunEvent
  ) throws(IllegalTransition) {
    // A run that another one keeps out ends before it has looked at every host.
    if outcome == .notAttempted { _ = hosts.place(host) }
    guard let place = hosts.position(of: host) else { throw IllegalTransition(event, .hostUnknown) }
    guard hosts[place].outcome == nil else { throw IllegalTransition(event, .hostAlreadyFinished) }
    try judge(outcome, hosts[place], event)
    hosts[place].outcome = outcome
    hosts[place].trouble = trouble
    hosts[place].finishedAt = event.time
  }

  /// No false success, and no hidden change: an outcome may not say what the steps deny.
  private func judge(
    _ outcome: HostOutcome, _ host: HostRecord, _ event: RunEvent
  ) throws(IllegalTransition) {
    switch outcome {
    case .stuck: return
    case .changed:
      let doubtful = host.steps.first { $0.hasEffect && $0.status != .succeeded }
      guard doubtful == nil, host.isTouched else {
        throw IllegalTransition(event, .outcomeDenied(outcome, by: doubtful?.key))
      }
    case .unchanged, .failed, .rolledBack, .unreachable, .notAttempted:
      // A restart that is over leaves the release that was there, failed or not.
      let standing = host.effects.first { step in
        outcome != .failed || step.key.kind.hasUndo || step.status != .succeeded
      }
      if let standing {
        throw IllegalTransition(event, .outcomeDenied(outcome, by: standing.key))
      }
    }
  }

  private mutating func finish(
    _ outcome: RunOutcome, _ reason: String?, _ event: RunEvent
  ) throws(IllegalTransition) {
    for host in hosts {
      // An interrupted or waiting run leaves hosts open: resume closes them.
      guard host.outcome != nil || outcome == .interrupted || outcome == .waiting else {
        throw IllegalTransition(event, .hostNotFinished(host.host))
      }
      guard host.outcome != .stuck || outcome == .stuck || outcome == .interrupted else {
        throw IllegalTransition(event, .stuckHidden(host.host))
      }
    }
    self.outcome = outcome
    self.reason = reason
    finishedAt = event.time
    phase = .finished
  }
}
