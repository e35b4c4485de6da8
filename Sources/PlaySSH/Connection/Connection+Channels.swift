import NIOCore
import PlayModel

extension Connection {
  /// Takes work; it begins at once if the connection is open and has room.
  func add(_ task: any ChannelTask) {
    if case .closed(let failure) = phase { return task.lost(failure) }
    channels.add(task)
    drive()
    replaceSparesSoon()
  }

  /// One channel is opened at a time, so what is asked for in the same moment as the command that took a spare
  /// goes first.
  private func replaceSparesSoon() {
    guard !channels.spent.isEmpty else { return }
    eventLoop.after(.milliseconds(5)) { [weak self] in
      guard let self, case .open = phase else { return }
      channels.replaceSpares()
      drive()
    }
  }

  func advanceChannels(_ session: NativeSession) {
    // Exclusive access ends before anything else can reach the queue: tasks only settle promises.
    while channels.advance(session, canSend: transport?.isWritable ?? false) {
      guard case .open = phase else { return }
    }
    if let error = channels.broken {
      return fail(
        failure(
          .connectionLost,
          "\(plan.place) sent what is not SSH: \(error.message) (libssh2 \(error.code))"))
    }
    if session.isBroken { return fail(unreadable()) }
    if session.notices.disconnect != nil { return fail(lost()) }
    if channels.isRefused { askAgainLater() }
  }

  static let pauseAfterRefusal = TimeAmount.milliseconds(100)

  private func askAgainLater() {
    guard !isAskingAgain else { return }
    isAskingAgain = true
    eventLoop.after(Self.pauseAfterRefusal) { [weak self] in
      guard let self else { return }
      isAskingAgain = false
      channels.askAgain()
      drive()
    }
  }
}
