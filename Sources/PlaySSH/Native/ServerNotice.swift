/// Messages of the server that libssh2 reads but does not hand on, or not in full.
///
/// The library has no call that tells "exit status 0" from "no exit status", and keeps neither the
/// text of a refused channel, the list of a refused authentication, nor the reason of a disconnect.
struct ServerNotices {
  /// `exit-status` and `exit-signal` (RFC 4254 section 6.10) by local channel number.
  var endings: [UInt32: Ending] = [:]
  /// The channel number of the last CHANNEL_OPEN_CONFIRMATION (RFC 4254 section 5.1).
  var confirmedChannel: UInt32?
  /// The server's words in the last CHANNEL_OPEN_FAILURE.
  var refusal: Refusal?
  /// The last USERAUTH_FAILURE (RFC 4252 section 5.1).
  var authentication: AuthenticationAnswer?
  /// DISCONNECT (RFC 4253 section 11.1).
  var disconnect: Disconnect?

  enum Ending: Hashable {
    case status(UInt32)
    case signal(String)
  }

  struct Refusal: Hashable {
    let reason: UInt32
    let text: String
  }

  struct AuthenticationAnswer: Hashable {
    let methods: [String]
    let partialSuccess: Bool
  }

  struct Disconnect: Hashable {
    let reason: UInt32
    let text: String
  }
}
