import Synchronization

/// The use of one of a jump host's connections, by one connection behind it, for as long as that lasts.
final class JumpLease: Sendable {
  let host: SSHHost
  private let jumpHost: JumpHost
  private let lane: Int
  private let isOpening: Mutex<Bool>

  init(host: SSHHost, jumpHost: JumpHost, lane: Int) {
    self.host = host
    self.jumpHost = jumpHost
    self.lane = lane
    isOpening = Mutex(true)
  }

  /// The channel has been opened, or will not be: somebody else's can be.
  func openingEnded() {
    let wasOpening = isOpening.withLock { isOpening in
      defer { isOpening = false }
      return isOpening
    }
    if wasOpening { jumpHost.openingEnded(on: lane) }
  }

  deinit {
    openingEnded()
    jumpHost.left(lane)
  }
}
