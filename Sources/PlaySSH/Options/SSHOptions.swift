import PlayModel

/// What ssh options say about a connection; `nil` where they say nothing. As in ssh, the first value
/// given for an option counts; identity files add up.
struct SSHOptions: Sendable, Hashable {
  struct IdentityFile: Sendable, Hashable {
    var path: String
    /// Named for this host alone: it must be there. A configuration may name files that are not.
    let isRequired: Bool
  }

  var hostName: String?
  var port: Int?
  var user: String?
  /// `nil`: none is named, and the usual ones are tried; empty after `IdentityFile none`.
  var identityFiles: [IdentityFile]?
  var identitiesOnlyValue: Bool?
  /// A socket, `none`, `SSH_AUTH_SOCK`, or `$` and the name of a variable.
  var identityAgent: String?
  /// Empty after `none`.
  var userKnownHostsFiles: [String]?
  var globalKnownHostsFiles: [String]?
  var hostKeyPolicy: HostKeyPolicy?
  var hostKeyAlias: String?
  var connectTimeout: Duration?
  /// Zero turns keepalives off.
  var serverAliveInterval: Duration?
  var serverAliveCountMax: Int?
  /// ProxyJump as written, the word `none` included: it too keeps later values away.
  var proxyJumpValue: String?
  var pubkeyAuthentication: Bool?
  var passwordAuthentication: Bool?
  var kbdInteractiveAuthentication: Bool?
  /// Methods in the order to try; others are not.
  var preferredAuthentications: [String]?
  var tag: String?
  /// In lower case.
  var ignoredUnknown: [ConfigPattern]?
  /// Options that nothing here can honour, those with a harmless value among them.
  var refused: [RefusedOption.Use] = []
  /// `-F`, as written.
  var configFile: String?

  /// Whether an authentication method may be tried at all.
  func allows(_ method: String) -> Bool { preferredAuthentications?.contains(method) ?? true }

  var identitiesOnly: Bool { identitiesOnlyValue ?? false }

  /// The hosts to jump through, `[user@]host[:port],…` or `ssh://` addresses as ssh_config(5) has them;
  /// `nil` for a direct connection.
  var proxyJump: String? { proxyJumpValue?.lowercased() == "none" ? nil : proxyJumpValue }
}
