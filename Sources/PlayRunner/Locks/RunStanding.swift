/// What this controller knows of the run that holds a lock.
public enum RunStanding: Sendable, Hashable {
  /// Its journal is not here.
  case foreign
  /// Its process lives.
  case running
  /// It was killed or interrupted, and can be resumed.
  case unfinished
  /// It is over: what is left of its locks may be taken.
  case finished
}
