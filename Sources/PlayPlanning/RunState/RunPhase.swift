/// What a run is doing.
public enum RunPhase: Sendable, Hashable, Codable {
  /// Looking at hosts, planning, pulling.
  case preparing
  /// Changing the hosts of a batch, or between it and the next.
  case rolling(play: Int, batch: Int)
  /// Putting hosts back.
  case reverting
  case finished
}
