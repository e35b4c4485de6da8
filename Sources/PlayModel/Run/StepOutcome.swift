/// How a step, or its undo, ended.
public enum StepOutcome: String, Sendable, Hashable, Codable {
  case succeeded
  case failed
  /// The effect may or may not have happened; the host has to be asked.
  case unknown
}
