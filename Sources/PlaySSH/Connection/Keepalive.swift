import NIOCore

/// Notices a peer that is gone without a word.
///
/// The question is the opening of a channel of a type that no server knows: RFC 4254 section 5.1 makes
/// the server answer, the answer frees nothing and starts nothing, and unlike the answers to
/// `libssh2_keepalive_send` libssh2 keeps no copy of it.
struct Keepalive {
  private let mostUnanswered: Int
  private let interval: TimeAmount
  private var timer: RepeatedTask?
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
    let bound = NIOLoopBound(connection, eventLoop: connection.eventLoop)
    timer = connection.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      bound.value.keepaliveTick()
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
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: .milliseconds(500)) {
      let connection = bound.value
      connection.keepalive.isDrainPlanned = false
      guard case .open = connection.phase, connection.hasUnreadBytes else { return }
      connection.add(KeepaliveTask())
    }
  }

  private var hasUnreadBytes: Bool { channels.isIdle && (session?.inbound.readableBytes ?? 0) > 0 }
}
