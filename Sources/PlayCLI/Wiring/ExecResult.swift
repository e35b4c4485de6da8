import PlayModel

/// What one host made of an ad hoc command.
struct ExecResult: Sendable {
  /// The raw values are part of the JSON contract.
  enum Outcome: String, Sendable {
    case ok, failed, unreachable
    case timedOut = "timed_out"
  }

  let host: HostName
  let outcome: Outcome
  /// `nil` when the command did not end with an exit code.
  var exit: Int?
  var stdout: [UInt8] = []
  var stderr: [UInt8] = []
  /// Why there is no exit code.
  var detail: String?
  var advice: String?

  init(host: HostName, outcome: Outcome, detail: String, advice: String? = nil) {
    self.host = host
    self.outcome = outcome
    self.detail = detail
    self.advice = advice
  }

  init(host: HostName, result: CommandResult) {
    self.host = host
    stdout = result.stdout
    stderr = result.stderr
    switch result.ending {
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
}
