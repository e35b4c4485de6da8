import PlayModel

#if canImport(Glibc)
  import Glibc
#endif

/// What a connector takes from its surroundings: the user, the agent, how to ask for a passphrase.
public struct SSHConfiguration: Sendable {
  /// Where `~/.ssh` is.
  public var homeDirectory: String
  /// The user at hosts that name none.
  public var localUser: String
  /// The agent's socket; `nil`: no agent.
  public var agentSocket: String?
  /// Asked for the passphrase of an encrypted key file, given its path; `nil` gives up on the key.
  public var passphrase: (@Sendable (_ path: String) async -> Secret?)?
  /// known_hosts files of the whole machine, read after the user's.
  public var globalKnownHostsFiles: [String]
  /// OpenSSH's client configuration; the inventory and the command line win over it.
  public var clientConfig: ClientConfig
  /// How many connections are made at the same time; further ones wait. Their deadlines begin when
  /// they do.
  public var simultaneousHandshakes: Int
  /// Where other processes of this user may keep connections for this one (`SharingServer`); `nil`: each connection
  /// is made anew.
  public var sharingFolder: String?

  public init(
    homeDirectory: String? = nil, localUser: String? = nil, agentSocket: String?? = .none,
    passphrase: (@Sendable (_ path: String) async -> Secret?)? = nil,
    globalKnownHostsFiles: [String] = ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
    clientConfig: ClientConfig = .none, simultaneousHandshakes: Int = 64
  ) {
    let account = Account.current
    self.homeDirectory = homeDirectory ?? account.home
    self.localUser = localUser ?? account.name
    self.agentSocket =
      agentSocket ?? getenv("SSH_AUTH_SOCK").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    self.passphrase = passphrase
    self.globalKnownHostsFiles = globalKnownHostsFiles
    self.clientConfig = clientConfig
    self.simultaneousHandshakes = simultaneousHandshakes
  }
}
