import PlayModel

/// Why a connection could not be made, and whether the same attempt may go well in a moment.
struct ConnectionFailure: Error {
  let failure: HostFailure
  /// sshd closes connections before its banner when too many are being opened (MaxStartups).
  let mayPass: Bool

  init(_ failure: HostFailure, mayPass: Bool = false) {
    self.failure = failure
    self.mayPass = mayPass
  }
}
