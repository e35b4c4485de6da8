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

  public init(
    journal: any RunJournal, state: RunState, observer: @escaping @Sendable (RunEvent, RunState) -> Void
  ) {
    self.journal = journal
    self.state = state
    self.observer = observer
    applied = state.lastSequence
  }

  /// Returns when the event is on disk and part of the state.
  public func record(_ body: RunEvent.Body) async throws(RecordFailure) {
    let event: RunEvent
    do { event = try await journal.append(body) } catch { throw RecordFailure(detail: "\(error)") }
    early[event.sequence] = event
    while let next = early.removeValue(forKey: applied + 1) {
      do { try state.apply(next) } catch { throw RecordFailure(detail: "\(error)") }
      applied = next.sequence
      observer(next, state)
      waiting.removeValue(forKey: next.sequence)?.resume()
    }
    if event.sequence > applied {
      await withCheckedContinuation { waiting[event.sequence] = $0 }
    }
  }
}
