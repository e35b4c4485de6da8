import CSSH2
import CSSH2Guard

extension NativeSession {
  /// Bytes the peer may send on a channel before we make room again: libssh2's own choice.
  private static let window: UInt32 = 2 << 20
  /// The largest packet of data the peer may send (RFC 4254 section 5.1).
  private static let largestPacket: UInt32 = 32768

  /// Opens a channel of any type; `message` is what RFC 4254 has follow the common fields. libssh2
  /// keeps the state of an opening in the session, so one channel is opened at a time.
  func openChannel(type: String, message: [UInt8] = []) -> NativeOutcome<NativeChannel> {
    guard let pointer else { return .failed(lastError()) }
    let channel = message.withUnsafeBytes { bytes in
      cssh2_channel_open(
        pointer, type, UInt32(type.utf8.count), Self.window, Self.largestPacket,
        bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count))
    }
    return channelOutcome(channel)
  }

  func openDirectTCP(host: String, port: Int) -> NativeOutcome<NativeChannel> {
    // The general call, because `libssh2_channel_direct_tcpip_ex` keeps its message when an opening is given
    // up, and would send it for the next. RFC 4254 section 7.2; the originator is for the server's log, and
    // OpenSSH's client sends the same when it has none.
    var message = WireWriter()
    message.write(text: host)
    message.write(uint32: UInt32(port))
    message.write(text: "127.0.0.1")
    message.write(uint32: 65535)
    return openChannel(type: "direct-tcpip", message: message.bytes)
  }

  /// Gives up the opening that `again` would go on with; answers the channel if it is there after all.
  ///
  /// libssh2 has no call for this, and its state of an opening lives in the session, so that no other
  /// channel could be opened before the server has answered. An error of the read makes it drop that state
  /// and nothing else. A late answer is kept unread in its queue; a channel that opens late is never used,
  /// and ends with the connection.
  func giveUpOpening(_ again: () -> NativeOutcome<NativeChannel>) -> NativeChannel? {
    failsToRead = true
    defer { failsToRead = false }
    guard case .complete(let channel) = again() else { return nil }
    return channel
  }

  private func channelOutcome(_ channel: OpaquePointer?) -> NativeOutcome<NativeChannel> {
    if let channel {
      let number = notices.confirmedChannel
      notices.confirmedChannel = nil
      return .complete(NativeChannel(session: self, pointer: channel, number: number))
    }
    let error = lastError()
    return error.code == LIBSSH2_ERROR_EAGAIN ? .incomplete : .failed(error)
  }
}
