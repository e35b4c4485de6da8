/// How an ad hoc command ended on one host.
public struct ExecResult: Sendable, Hashable, Codable {
  /// The raw values are part of the JSON contract.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
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

  /// A host that could not be reached, whose command's end is not known, or that refused.
  public init(_ failure: HostFailure) {
    let outcome: Outcome =
      switch failure.reason {
      case .timedOut: .timedOut
      case .uploadFailed, .becomeFailed: .failed
      default: .unreachable
      }
    self.init(host: failure.host, outcome: outcome, detail: failure.detail, advice: failure.advice)
  }
}
