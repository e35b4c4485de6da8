/// The sentences for what can go wrong with the run store.
extension RunStoreError: CustomStringConvertible {
  /// One line: what, where, why.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let detail): "\(path): the run store cannot be opened: \(detail)"
    case .damaged(let path, let detail): "\(path): the run store is damaged: \(detail)"
    case .eventDamaged(let run, let sequence, let detail):
      "run \(run): event \(sequence) cannot be trusted: \(detail)"
    case .summaryDamaged(let run): "run \(run): its row in the run store is not what was written"
    case .indexDamaged(let run): "run \(run): the run store's index does not match its events"
    case .newerFormat(let path): "\(path): written by a later version of swiftplay"
    case .busy(let path): "\(path): another process keeps the run store locked"
    case .diskFull(let path): "\(path): the disk is full, so nothing can be recorded"
    case .failed(let path, let detail): "\(path): \(detail)"
    case .runNotFound(let text): "there is no run \(text)"
    case .runAmbiguous(let text, let candidates):
      "\(text) is the beginning of several runs: \(candidates.map(\.text).joined(separator: ", "))"
    case .runExists(let run): "run \(run) is in the run store already"
    case .journalNotStarted(let run): "run \(run): the first event has to be run.started"
    case .journalOvertaken(let run, let sequence):
      "run \(run): another process has recorded event \(sequence) meanwhile"
    case .notEncodable(let type, let detail): "a \(type) event cannot be recorded: \(detail)"
    }
  }

  /// What the user can do, where there is something.
  public var advice: String? {
    switch self {
    case .cannotOpen: "set SWIFTPLAY_HOME to a folder of your own that can be written"
    case .damaged: "move the file aside, keep it, and restore it from a backup; a new one is made by itself"
    case .eventDamaged(_, let sequence, _) where sequence > 1:
      "the \(sequence - 1) events before it are good; the hosts themselves show what runs there"
    case .eventDamaged, .summaryDamaged, .indexDamaged: "restore the run store from a backup"
    case .newerFormat: "use that version, or another SWIFTPLAY_HOME"
    case .busy: "wait for the other swiftplay to end"
    case .diskFull: "free space, then run again: hosts that are right are left alone"
    case .runNotFound: "swiftplay history lists the runs"
    case .runAmbiguous: "give more of the id"
    case .journalOvertaken: "only one process can carry a run on"
    case .failed, .runExists, .journalNotStarted, .notEncodable: nil
    }
  }
}
