/// Message numbers of RFC 4250 section 4.1.2 that are of interest here.
private enum MessageNumber {
  static let disconnect: UInt8 = 1
  static let userAuthFailure: UInt8 = 51
  static let openConfirmation: UInt8 = 91
  static let openFailure: UInt8 = 92
  static let channelRequest: UInt8 = 98
}

extension ServerNotices {
  /// Whether a message that begins with `number` can say anything of interest.
  static func concerns(_ number: UInt8) -> Bool {
    switch number {
    case MessageNumber.disconnect, MessageNumber.userAuthFailure, MessageNumber.openConfirmation,
      MessageNumber.openFailure, MessageNumber.channelRequest:
      true
    default: false
    }
  }

  /// Takes note of one message. `bytes` may run past the message's end (into padding, the MAC and
  /// unused memory), so nothing here relies on where it ends; what does not parse is ignored.
  mutating func note(_ bytes: UnsafeRawBufferPointer) {
    var reader = WireReader(bytes)
    guard let number = reader.readByte() else { return }
    switch number {
    case MessageNumber.channelRequest: noteChannelRequest(&reader)
    case MessageNumber.openConfirmation: confirmedChannel = reader.readUInt32()
    case MessageNumber.openFailure:
      guard reader.readUInt32() != nil, let reason = reader.readUInt32(), let text = reader.readText()
      else { return }
      refusal = Refusal(reason: reason, text: text)
    case MessageNumber.userAuthFailure:
      guard let list = reader.readText(), let partial = reader.readByte() else { return }
      authentication = AuthenticationAnswer(
        methods: list.split(separator: ",").map(String.init), partialSuccess: partial != 0)
    case MessageNumber.disconnect:
      guard let reason = reader.readUInt32(), let text = reader.readText() else { return }
      disconnect = Disconnect(reason: reason, text: text)
    default: return
    }
  }

  private mutating func noteChannelRequest(_ reader: inout WireReader) {
    guard let channel = reader.readUInt32(), let request = reader.readText() else { return }
    guard reader.readByte() != nil else { return }
    switch request {
    case "exit-status":
      if let status = reader.readUInt32() { endings[channel] = .status(status) }
    case "exit-signal":
      if let name = reader.readText() { endings[channel] = .signal(name) }
    default: return
    }
  }
}
