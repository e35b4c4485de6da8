import PlayModel

/// Work that needs a channel of its own: a command, a probe, a keepalive. The connection opens the
/// channel when it can and then calls `advance` whenever bytes have come or may be sent.
protocol ChannelTask: AnyObject {
  /// Whether sshd counts its channel against MaxSessions.
  var isSession: Bool { get }
  /// Nobody waits for it any more; its channel is only to be closed.
  var isSettled: Bool { get }

  func open(in session: NativeSession) -> NativeOutcome<NativeChannel>
  func opened(_ channel: NativeChannel)
  /// The server refused the channel.
  func refused(_ refusal: ChannelRefusal)
  func advance(canSend: Bool) -> ChannelProgress
  /// The connection ended.
  func lost(_ failure: HostFailure)
}

/// What `ChannelTask.advance` did.
enum ChannelProgress {
  case waiting
  /// Bytes were moved; there may be more to do for this or another channel.
  case progressed
  /// The task is settled.
  case finished
  /// libssh2 could make nothing of what the peer sent; the connection is of no more use.
  case broken(NativeError)
}
