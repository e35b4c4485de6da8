import PlayModel

/// Opens a channel that cannot be opened, for the answer's sake.
final class KeepaliveTask: ChannelTask {
  let isSession = false
  private(set) var isSettled = false

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel> {
    session.openChannel(type: "keepalive@swiftplay.dev")
  }

  func opened(_ channel: NativeChannel) { isSettled = true }
  func refused(_ refusal: ChannelRefusal) { isSettled = true }
  func lost(_ failure: HostFailure) { isSettled = true }
  func advance(canSend: Bool) -> ChannelProgress { .finished }
}
