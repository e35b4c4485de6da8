import NIOCore
import PlayModel

/// Everything a connection needs to know, resolved before the first byte.
struct ConnectionPlan: Sendable {
  let host: HostName
  /// The jump hosts on the way, the first one first; each has its own way in its own plan.
  let route: [ConnectionPlan]
  let address: String
  let port: Int
  let user: String
  /// In the order of preference (RFC 4253 section 7.1).
  let hostKeyAlgorithms: [String]
  /// Judges the server's key; `nil` is trust.
  let judgeHostKey: @Sendable (PublicKey) -> HostFailure?
  /// In the order to try.
  let credentials: [Credential]
  /// Keys that were left out and why, one line each, for the message when nothing was accepted.
  let remarks: [String]
  let connectDeadline: Duration
  let authenticationDeadline: TimeAmount
  let keepaliveInterval: TimeAmount
  let mostUnansweredKeepalives: Int
}

extension ConnectionPlan {
  /// For messages: where it leads, and through whom.
  var place: String {
    let through = route.map(\.host.text).joined(separator: ", ")
    return "\(address) port \(port)" + (through.isEmpty ? "" : " (through \(through))")
  }
}
