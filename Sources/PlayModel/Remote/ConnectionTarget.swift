/// What inventory and command line say about the connection to one host. What they leave open (`nil`, empty)
/// OpenSSH's client configuration may say, and then a default.
public struct ConnectionTarget: Sendable {
  public let name: HostName
  /// DNS name or address (`ansible_host`), or a name that OpenSSH's configuration knows; the inventory name when
  /// not set.
  public var address: String
  /// 22 where nobody says.
  public var port: Int?
  /// `nil`: the local user's name, as ssh does.
  public var user: String?
  /// Key files in the order to try; empty: OpenSSH's default files.
  public var keyFiles: [String]
  public var password: Secret?
  /// Strict where nobody says.
  public var hostKeyPolicy: HostKeyPolicy?
  /// Files in known_hosts format, in order; empty: OpenSSH's default files.
  public var knownHostsFiles: [String]
  /// TCP connect to the end of the key exchange; 10 seconds where nobody says.
  public var connectDeadline: Duration?
  /// The whole of user authentication.
  public var authenticationDeadline: Duration
  /// Between keepalives on a silent connection, 15 seconds where nobody says; three unanswered ones end it.
  public var keepaliveInterval: Duration?
  /// Arguments as ssh takes them, which win over all of the above (`ansible_ssh_args`).
  public var sshArguments: [String]
  /// Arguments as ssh takes them, which lose to the above (`ansible_ssh_common_args`,
  /// `ansible_ssh_extra_args`).
  public var sshFallbackArguments: [String]

  public init(
    name: HostName, address: String, port: Int? = nil, user: String? = nil, keyFiles: [String] = [],
    password: Secret? = nil, hostKeyPolicy: HostKeyPolicy? = nil, knownHostsFiles: [String] = [],
    connectDeadline: Duration? = nil, authenticationDeadline: Duration = .seconds(20),
    keepaliveInterval: Duration? = nil, sshArguments: [String] = [],
    sshFallbackArguments: [String] = []
  ) {
    self.name = name
    self.address = address
    self.port = port
    self.user = user
    self.keyFiles = keyFiles
    self.password = password
    self.hostKeyPolicy = hostKeyPolicy
    self.knownHostsFiles = knownHostsFiles
    self.connectDeadline = connectDeadline
    self.authenticationDeadline = authenticationDeadline
    self.keepaliveInterval = keepaliveInterval
    self.sshArguments = sshArguments
    self.sshFallbackArguments = sshFallbackArguments
  }
}
