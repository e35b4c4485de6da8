import PlayModel

/// What ssh options say about a connection; `nil` where they say nothing. As in ssh, the first value
/// given for an option counts; identity files add up.
struct SSHOptions: Sendable, Hashable {
  var hostName: String?
  var port: Int?
  var user: String?
  var identityFiles: [String] = []
  var identitiesOnlyValue: Bool?
  var identityAgent: String?
  var userKnownHostsFiles: [String]?
  var globalKnownHostsFiles: [String]?
  var hostKeyPolicy: HostKeyPolicy?
  var hostKeyAlias: String?
  /// Seconds.
  var connectTimeout: Int?
  /// Seconds; zero turns keepalives off.
  var serverAliveInterval: Int?
  var serverAliveCountMax: Int?
  /// ProxyJump as written, the word `none` included: it too keeps later values away.
  var proxyJumpValue: String?

  /// The hosts to jump through, `[user@]host[:port],…` or `ssh://` addresses as ssh_config(5) has them;
  /// `nil` for a direct connection.
  var proxyJump: String? { proxyJumpValue?.lowercased() == "none" ? nil : proxyJumpValue }
  var identitiesOnly: Bool { identitiesOnlyValue ?? false }
}
