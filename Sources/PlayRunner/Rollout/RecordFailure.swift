/// The run's journal cannot be written, so nothing more may be done on any host.
public struct RecordFailure: Error, Sendable, CustomStringConvertible {
  public let detail: String
  /// What the journal or the run's state said.
  public let cause: (any Error)?

  public init(detail: String, cause: (any Error)? = nil) {
    self.detail = detail
    self.cause = cause
  }

  public var description: String { "the run store cannot be written: \(detail)" }
}
