import CSSH2

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
      libssh2_channel_open_ex(
        pointer, type, UInt32(type.utf8.count), Self.window, Self.largestPacket,
        bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count))
    }
    return channelOutcome(channel)
  }

  func openDirectTCP(host: String, port: Int) -> NativeOutcome<NativeChannel> {
    guard let pointer else { return .failed(lastError()) }
    // The originator is for the server's log; OpenSSH's client sends the same when it has none.
    return channelOutcome(libssh2_channel_direct_tcpip_ex(pointer, host, Int32(port), "127.0.0.1", 65535))
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
