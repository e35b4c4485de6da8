import PlayModel

/// Why the run store could not answer or record. Data; the CLI makes the sentence.
public enum RunStoreError: Error, Sendable, Hashable {
  /// The folder or the file cannot be made or opened.
  case cannotOpen(path: String, detail: String)
  /// The file is not a database, or its structure is broken.
  case damaged(path: String, detail: String)
  /// An event, or the record of a run, is not what was written. Nothing from `sequence` on can be
  /// trusted; everything before it was checked and is good.
  case eventDamaged(run: RunID, sequence: Int, detail: String)
  /// The row that sums up a run is not what was written.
  case summaryDamaged(run: String)
  /// The tables that are derived from a run's events do not say what the events say.
  case indexDamaged(run: RunID)
  /// Written by a later version of swiftplay.
  case newerFormat(path: String)
  /// Another process kept the file locked for longer than the busy timeout.
  case busy(path: String)
  case diskFull(path: String)
  /// SQLite's own word on anything else.
  case failed(path: String, detail: String)

  case runNotFound(String)
  /// More than one run has this beginning; some of them, newest first.
  case runAmbiguous(String, candidates: [RunID])
  case runExists(RunID)
  /// The first event of a run has to be `run.started`.
  case journalNotStarted(RunID)
  /// Somebody else has recorded events of this run meanwhile: this journal is no longer the writer.
  case journalOvertaken(run: RunID, sequence: Int)
  /// The event could not be put into its stored form.
  case notEncodable(type: String, detail: String)
}
