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
  /// As written; `none` for no jump host.
  var proxyJump: String?
  /// Seconds.
  var connectTimeout: Int?
  /// Seconds; zero turns keepalives off.
  var serverAliveInterval: Int?
  var serverAliveCountMax: Int?

  var identitiesOnly: Bool { identitiesOnlyValue ?? false }
}
