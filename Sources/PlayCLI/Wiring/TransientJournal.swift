import PlayModel

/// A journal for runs that only look: numbers and times events, keeps none.
actor TransientJournal: RunJournal {
  private let run: RunID
  private let clock: any PlayClock
  private var sequence = 0

  init(run: RunID, clock: any PlayClock) {
    self.run = run
    self.clock = clock
  }

  func append(_ body: RunEvent.Body) -> RunEvent {
    sequence += 1
    return RunEvent(sequence: sequence, time: clock.now(), run: run, body: body)
  }
}
