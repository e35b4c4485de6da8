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
  /// `--accept-new`; `nil`: OpenSSH's configuration may say.
  public var hostKeyPolicy: HostKeyPolicy?
  public var knownHostsFiles: [String]
  /// `-T`; `nil` for the built-in deadline.
  public var connectDeadline: Duration?
  /// `--ssh-common-args` and `--ssh-extra-args`, split into words.
  public var sshCommonArguments: [String]
  public var sshExtraArguments: [String]

  public init(
    user: String? = nil, keyFiles: [String] = [], password: Secret? = nil, become: Bool = false,
    becomeUser: String = "root", becomePassword: Secret? = nil, hostKeyPolicy: HostKeyPolicy? = nil,
    knownHostsFiles: [String] = [], connectDeadline: Duration? = nil,
    sshCommonArguments: [String] = [], sshExtraArguments: [String] = []
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
    self.sshCommonArguments = sshCommonArguments
    self.sshExtraArguments = sshExtraArguments
  }

  /// Splits the value of an option such as `--ssh-common-args` into words, as Ansible does.
  public static func words(_ text: String, of option: String) throws(FileProblems) -> [String] {
    do throws(ShellWords.Failure) {
      return try ShellWords.split(text.unicodeScalars, comments: false).map(\.text)
    } catch {
      throw FileProblems([
        FileProblem(at: SourcePosition(file: option), "it cannot be split into words: \(error.message)")
      ])
    }
  }
}
