/// Why a server did not open a channel (RFC 4254 section 5.1).
struct ChannelRefusal: Hashable {
  /// In the server's own words.
  let detail: String
  /// The reason code; `nil` when none was seen.
  let reason: UInt32?

  /// SSH_OPEN_ADMINISTRATIVELY_PROHIBITED
  var isProhibited: Bool { reason == 1 }
  /// SSH_OPEN_RESOURCE_SHORTAGE
  var isShortage: Bool { reason == 4 }
}
