/// How a run ended. The raw values are part of the JSON contract.
public enum RunOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  case succeeded
  /// Failed, and left as the policy says.
  case failed
  /// Failed, and put back.
  case rolledBack = "rolled_back"
  case stuck
  /// Stopped before any change.
  case refused
  case waiting
  case interrupted

  /// The program's exit code (DESIGN: commands).
  public var exitCode: Int32 {
    switch self {
    case .succeeded: 0
    case .failed: 2
    case .rolledBack: 3
    case .stuck: 4
    case .refused: 5
    case .waiting: 6
    case .interrupted: 130
    }
  }
}
