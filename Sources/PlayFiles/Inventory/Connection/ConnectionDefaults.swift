import PlayModel

/// What the command line says about connections. As in Ansible, a host's own variables win over all of it.
public struct ConnectionDefaults: Sendable {
  /// `-u`.
  public var user: String?
  /// `--private-key`.
  public var keyFiles: [String]
  /// Asked for with `-k`.
  public var password: Secret?
  /// `-b`, `--become-user` and the password asked for with `-K`.
  public var become: Bool
  public var becomeUser: String
  public var becomePassword: Secret?
  public var hostKeyPolicy: HostKeyPolicy
  public var knownHostsFiles: [String]
  /// `-T`; `nil` for the built-in deadline.
  public var connectDeadline: Duration?
  /// `--ssh-common-args`, split into words.
  public var sshArguments: [String]

  public init(
    user: String? = nil, keyFiles: [String] = [], password: Secret? = nil, become: Bool = false,
    becomeUser: String = "root", becomePassword: Secret? = nil, hostKeyPolicy: HostKeyPolicy = .strict,
    knownHostsFiles: [String] = [], connectDeadline: Duration? = nil, sshArguments: [String] = []
  ) {
    self.user = user
    self.keyFiles = keyFiles
    self.password = password
    self.become = become
    self.becomeUser = becomeUser
    self.becomePassword = becomePassword
    self.hostKeyPolicy = hostKeyPolicy
    self.knownHostsFiles = knownHostsFiles
    self.connectDeadline = connectDeadline
    self.sshArguments = sshArguments
  }
}
