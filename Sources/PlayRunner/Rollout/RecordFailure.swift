/// The run's journal cannot be written, so nothing more may be done on any host.
public struct RecordFailure: Error, Sendable, CustomStringConvertible {
  public let detail: String

  public init(detail: String) { self.detail = detail }

  public var description: String { "the run store cannot be written: \(detail)" }
}
