import PlayModel
import PlayPlanning

/// Writes what happens: first to the journal, then to the run's state, then to whoever watches.
///
/// Appends of many hosts may be under way at once (the journal commits them together); states and
/// watchers see events in the order of their numbers all the same.
public actor RunRecorder {
  private let journal: any RunJournal
  private let observer: @Sendable (RunEvent, RunState) -> Void
  public private(set) var state: RunState
  private var early: [Int: RunEvent] = [:]
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var applied: Int
  /// Set by the first event that cannot be recorded; from then on nothing can.
  private var failure: RecordFailure?

  public init(
    journal: any RunJournal, state: RunState, observer: @escaping @Sendable (RunEvent, RunState) -> Void
  ) {
    self.journal = journal
    self.state = state
    self.observer = observer
    applied = state.lastSequence
  }

  var isBroken: Bool { failure != nil }

  /// One host's record: a copy of all of `state`, kept, would be copied again for the next event.
  func host(_ name: HostName) -> HostRecord? { state[name] }

  func step(_ key: StepKey) -> StepRecord? { state[key.host]?.step(key) }

  /// Returns when the event is on disk and part of the state.
  public func record(_ body: RunEvent.Body) async throws(RecordFailure) { try await record([body]) }

  /// The same for events that tell of one moment, in their order: the disk is waited for once.
  public func record(_ bodies: [RunEvent.Body]) async throws(RecordFailure) {
    try await record(bodies, isAwaited: true)
  }

  /// For what has happened: the next intent brings it to the disk at the latest, and whoever is killed before that
  /// has never known it. Returns when it is part of the state.
  func enter(_ bodies: [RunEvent.Body]) async throws(RecordFailure) {
    try await record(bodies, isAwaited: false)
  }

  private func record(_ bodies: [RunEvent.Body], isAwaited: Bool) async throws(RecordFailure) {
    if let failure { throw failure }
    let events: [RunEvent]
    do {
      events = isAwaited ? try await journal.append(bodies) : try await journal.enter(bodies)
    } catch { throw fail(error) }
    if let failure { throw failure }
    for event in events { early[event.sequence] = event }
    while let next = early.removeValue(forKey: applied + 1) {
      do { try state.apply(next) } catch { throw fail(error) }
      applied = next.sequence
      observer(next, state)
      waiting.removeValue(forKey: next.sequence)?.resume()
    }
    if let last = events.last, last.sequence > applied {
      await withCheckedContinuation { waiting[last.sequence] = $0 }
      if let failure { throw failure }
    }
  }

  /// Those who wait for an earlier event would wait for ever.
  private func fail(_ error: any Error) -> RecordFailure {
    let failure = failure ?? RecordFailure(detail: "\(error)", cause: error)
    self.failure = failure
    for waiter in waiting.values { waiter.resume() }
    waiting = [:]
    return failure
  }
}
