import PlayModel

/// A command that was started before anybody needs it, and waits for its stdin: the next `CommandTask` with
/// its line takes the channel over and saves the round trips of opening it and of the request.
final class SpareShell: ChannelTask {
  let isSession = true
  let line: String
  private(set) var isSettled = false
  /// The server has started the command.
  private(set) var isAccepted = false
  private var channel: NativeChannel?

  init(line: String) { self.line = line }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "session")
  }

  func opened(_ channel: NativeChannel) { self.channel = channel }

  func advance(canSend: Bool) -> ChannelProgress {
    guard let channel, !isSettled else { return .finished }
    if isAccepted {
      // It has ended without having been used.
      isSettled = channel.isAtEnd
      return isSettled ? .finished : .waiting
    }
    switch channel.execute(line) {
    case .incomplete: return .waiting
    case .complete:
      isAccepted = true
      return .progressed
    case .failed:
      isSettled = true
      return .finished
    }
  }

  func refused(_ refusal: ChannelRefusal) { giveUp() }
  func lost(_ failure: HostFailure) { giveUp() }
  func giveUp() { isSettled = true }
}
