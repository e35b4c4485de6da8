import PlayModel

/// A command that was started before anybody needs it, and waits for its stdin, of which it may have had the
/// beginning: the next `CommandTask` that starts like it takes the channel over and saves the round trips of opening
/// it and of the request, and the time that the beginning takes on a slow way.
final class SpareShell: ChannelTask {
  /// What such commands have in common.
  struct Start: Hashable {
    var line: String
    var head: [UInt8] = []
  }

  let isSession = true
  let start: Start
  private(set) var isSettled = false
  /// The server has started the command.
  private(set) var isAccepted = false
  /// How much of the head the channel has taken.
  private(set) var given = 0
  private var channel: NativeChannel?

  init(_ start: Start) { self.start = start }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "session")
  }

  func opened(_ channel: NativeChannel) { self.channel = channel }

  func advance(canSend: Bool) -> ChannelProgress {
    guard let channel, !isSettled else { return .finished }
    if isAccepted {
      // It has ended without having been used.
      isSettled = channel.isAtEnd
      if isSettled { return .finished }
      return canSend && giveHead(channel) ? .progressed : .waiting
    }
    switch channel.execute(start.line) {
    case .incomplete: return .waiting
    case .complete:
      isAccepted = true
      return .progressed
    case .failed:
      isSettled = true
      return .finished
    }
  }

  private func giveHead(_ channel: NativeChannel) -> Bool {
    guard given < start.head.count,
      case .complete(let count) = start.head[given...].withUnsafeBytes({ channel.write($0) }), count > 0
    else { return false }
    given += count
    return true
  }

  func refused(_ refusal: ChannelRefusal) { giveUp() }
  func lost(_ failure: HostFailure) { giveUp() }
  func giveUp() { isSettled = true }
}
