/// Everything needed to open a connection to one host, resolved from inventory and command line.
public struct ConnectionTarget: Sendable {
  public let name: HostName
  /// DNS name or address (`ansible_host`); the inventory name when not set.
  public var address: String
  public var port: Int
  /// `nil`: the local user's name, as ssh does.
  public var user: String?
  /// Key files in the order to try; empty: OpenSSH's default files.
  public var keyFiles: [String]
  public var password: Secret?
  public var hostKeyPolicy: HostKeyPolicy
  /// Files in known_hosts format, in order; empty: OpenSSH's default files.
  public var knownHostsFiles: [String]
  /// TCP connect to the end of the key exchange.
  public var connectDeadline: Duration
  /// The whole of user authentication.
  public var authenticationDeadline: Duration
  /// Between keepalives on a silent connection; three unanswered ones end it.
  public var keepaliveInterval: Duration
  /// OpenSSH options from the inventory (`ansible_ssh_common_args`, `ansible_ssh_extra_args`), as written.
  public var sshArguments: [String]

  public init(
    name: HostName, address: String, port: Int = 22, user: String? = nil, keyFiles: [String] = [],
    password: Secret? = nil, hostKeyPolicy: HostKeyPolicy = .strict, knownHostsFiles: [String] = [],
    connectDeadline: Duration = .seconds(10), authenticationDeadline: Duration = .seconds(20),
    keepaliveInterval: Duration = .seconds(15), sshArguments: [String] = []
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
  }
}
