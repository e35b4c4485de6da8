import NIOCore

/// Notices a peer that is gone without a word.
///
/// The question is the opening of a channel of a type that no server knows: RFC 4254 section 5.1 makes
/// the server answer, the answer frees nothing and starts nothing, and unlike the answers to
/// `libssh2_keepalive_send` libssh2 keeps no copy of it.
struct Keepalive {
  private let mostUnanswered: Int
  private let interval: TimeAmount
  private var timer: LoopTimer?
  private var hasHeard = false
  private var unanswered = 0

  init(interval: TimeAmount, mostUnanswered: Int) {
    self.interval = interval
    self.mostUnanswered = mostUnanswered
  }

  mutating func heard() {
    hasHeard = true
    unanswered = 0
  }

  /// Whether a look at bytes that nobody waits for is already planned.
  fileprivate var isDrainPlanned = false

  mutating func begin(_ connection: Connection) {
    guard interval > .zero else { return }
    timer = connection.eventLoop.after(interval) { [weak connection] in
      guard let connection, case .open = connection.phase else { return }
      connection.keepalive.begin(connection)
      connection.keepaliveTick()
    }
  }

  /// Whether a question is due; `nil` when the peer is to be given up.
  mutating func isDue() -> Bool? {
    defer { hasHeard = false }
    if hasHeard { return false }
    guard unanswered < mostUnanswered else { return nil }
    unanswered += 1
    return true
  }

  mutating func end() {
    timer?.cancel()
    timer = nil
  }
}

extension Connection {
  func keepaliveTick() {
    guard case .open = phase else { return }
    switch keepalive.isDue() {
    case nil:
      fail(
        failure(
          .connectionLost,
          "\(plan.place) has not answered \(plan.mostUnansweredKeepalives) keepalives"))
    case true?: add(KeepaliveTask())
    case false?: break
    }
  }

  /// libssh2 reads only in calls about channels. What comes while there are none (a question of the
  /// server's ClientAliveInterval, say) is read by a keepalive of ours, a little later, because most
  /// often a command comes first.
  func drainLater() {
    guard case .open = phase, !keepalive.isDrainPlanned, hasUnreadBytes else { return }
    keepalive.isDrainPlanned = true
    eventLoop.after(.milliseconds(500)) { [weak self] in
      guard let self else { return }
      keepalive.isDrainPlanned = false
      guard case .open = phase, hasUnreadBytes else { return }
      add(KeepaliveTask())
    }
  }

  private var hasUnreadBytes: Bool { channels.isIdle && (session?.unread ?? 0) > 0 }
}
