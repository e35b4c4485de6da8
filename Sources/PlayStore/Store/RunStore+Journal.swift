import GRDB
import PlayModel

extension RunStore {
  /// A journal for a run that has no event yet.
  public func startJournal(of run: RunID, clock: any PlayClock) throws(RunStoreError) -> StoredJournal {
    let isKnown = try read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM events WHERE run = ?)", arguments: [run.text]) ?? false
    }
    guard !isKnown else { throw .runExists(run) }
    return StoredJournal(run: run, store: self, clock: clock, tail: JournalTail())
  }

  /// A journal that goes on after a run's last event, and the events so far, each of them checked.
  public func resumeJournal(
    of run: RunID, clock: any PlayClock
  ) throws(RunStoreError) -> (journal: StoredJournal, events: [RunEvent]) {
    let record = try record(of: run)
    if let damage = record.damage { throw damage }
    let tail = JournalTail(after: record.events, head: record.head)
    return (StoredJournal(run: run, store: self, clock: clock, tail: tail), record.events)
  }
}
