import PlayModel

/// How an ad hoc command ended on one host.
public struct ExecResult: Sendable {
  /// The raw values are part of the JSON contract.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case ok, failed, unreachable
    case timedOut = "timed_out"
  }

  public let host: HostName
  public let outcome: Outcome
  /// `nil` when the command did not end with an exit code.
  public var exit: Int?
  /// Why there is no exit code.
  public var detail: String?
  public var advice: String?

  public init(host: HostName, outcome: Outcome, detail: String, advice: String? = nil) {
    self.host = host
    self.outcome = outcome
    self.detail = detail
    self.advice = advice
  }

  public init(host: HostName, ending: CommandResult.Ending) {
    self.host = host
    switch ending {
    case .exited(let code):
      exit = code
      outcome = code == 0 ? .ok : .failed
    case .signalled(let signal):
      outcome = .failed
      detail = "ended by signal \(signal)"
    case .unreported:
      outcome = .unreachable
      detail = "the connection ended before the command's exit status came"
    }
  }

  /// A host that could not be reached, or whose command's end is not known.
  public init(_ failure: HostFailure) {
    self.init(
      host: failure.host, outcome: failure.reason == .timedOut ? .timedOut : .unreachable,
      detail: failure.detail, advice: failure.advice)
  }
}
