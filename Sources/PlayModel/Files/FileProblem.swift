/// Something wrong in a file a user wrote: where, what, and what would be right.
public struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public let position: SourcePosition
  /// What is wrong, one sentence without a full stop.
  public let message: String
  /// What would be right, or what to do; shown on a line of its own.
  public let hint: String?

  public init(at position: SourcePosition, _ message: String, hint: String? = nil) {
    self.position = position
    self.message = message
    self.hint = hint
  }

  public var description: String {
    "\(position): \(message)" + (hint.map { "\n  \($0)" } ?? "")
  }
}
