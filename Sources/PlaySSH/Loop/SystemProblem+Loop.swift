import PlayModel

extension SystemProblem {
  /// No loop could be made, so no host can be reached.
  func withoutLoop(for host: HostName) -> HostFailure {
    HostFailure(
      host: host, reason: .connectionFailed,
      detail: "this machine gives no thread or descriptor for connections: \(self)",
      advice:
        "raise the limits of open files and of processes (ulimit -n, ulimit -u), or end what uses them up")
  }
}
