/// What a run does at a moment that has to be in a window, while that is closed.
public enum WindowPatience: Sendable, Hashable {
  /// Stops there, to be taken up later.
  case stop
  /// Waits until it opens.
  case wait
  /// Goes ahead: somebody has said why.
  case override
}
