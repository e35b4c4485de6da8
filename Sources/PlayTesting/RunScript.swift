import PlayModel

/// Writes the events of a run by hand: numbered, each a given time after the one before.
public struct RunScript: Sendable {
  public let run: RunID
  public private(set) var events: [RunEvent] = []
  public private(set) var now: Timestamp

  /// Starts at 2026-11-22T16:20:30Z unless a test says otherwise.
  public init(
    run: RunID = "20261122-162030-k3f9", now: Timestamp = Timestamp(milliseconds: 1_795_364_430_000)
  ) {
    self.run = run
    self.now = now
  }

  public mutating func add(_ body: RunEvent.Body, after pause: Duration = .milliseconds(100)) {
    if !events.isEmpty { now = now.advanced(by: pause) }
    events.append(RunEvent(sequence: events.count + 1, time: now, run: run, body: body))
  }

  /// A step that starts now and ends after `duration`.
  public mutating func step(
    _ key: StepKey, _ outcome: StepOutcome = .succeeded, _ trouble: Trouble? = nil,
    taking duration: Duration = .seconds(1)
  ) {
    add(.stepStarted(key))
    add(.stepFinished(key, outcome, trouble), after: duration)
  }

  public mutating func undo(
    _ key: StepKey, _ outcome: StepOutcome = .succeeded, _ trouble: Trouble? = nil,
    taking duration: Duration = .seconds(1)
  ) {
    add(.undoStarted(key))
    add(.undoFinished(key, outcome, trouble), after: duration)
  }
}
