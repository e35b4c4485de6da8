import PlayModel
import Synchronization

/// A journal that keeps its events in memory, for tests and simulations.
public final class InMemoryJournal: RunJournal {
  /// What an `append` fails with when a test asked for it.
  public struct Refused: Error, Hashable {
    public let sequence: Int

    public init(sequence: Int) { self.sequence = sequence }
  }

  private struct Contents {
    var events: [RunEvent]
    var failsAt: Set<Int> = []
  }

  private let run: RunID
  private let clock: any PlayClock
  private let contents: Mutex<Contents>

  /// Goes on after `events`, as a journal opened again does.
  public init(run: RunID, clock: any PlayClock, events: [RunEvent] = []) {
    self.run = run
    self.clock = clock
    contents = Mutex(Contents(events: events))
  }

  public var events: [RunEvent] { contents.withLock { $0.events } }

  /// The append that would store this sequence number throws once, and stores nothing.
  public func refuse(sequence: Int) {
    contents.withLock { _ = $0.failsAt.insert(sequence) }
  }

  public func append(_ body: RunEvent.Body) async throws -> RunEvent {
    try contents.withLock { contents in
      let sequence = contents.events.count + 1
      guard contents.failsAt.remove(sequence) == nil else { throw Refused(sequence: sequence) }
      let event = RunEvent(sequence: sequence, time: clock.now(), run: run, body: body)
      contents.events.append(event)
      return event
    }
  }
}
