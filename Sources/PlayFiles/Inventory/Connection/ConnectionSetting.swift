/// A variable that says how to connect to a host, with all its spellings.
///
/// The reader of connections and the reference in docs/ both go by this table.
public enum ConnectionSetting: String, Sendable, CaseIterable {
  case address
  case port
  case user
  case keyFile
  case password
  case hostKeyChecking
  case connectTimeout
  case sshArguments
  case commonSSHArguments
  case extraSSHArguments
  case connection
  case become
  case becomeUser
  case becomePassword
  case becomeMethod

  /// The variable's spellings, in Ansible's order: of several that are set, the last counts.
  public var names: [String] {
    switch self {
    case .address: ["ansible_host", "ansible_ssh_host"]
    case .port: ["ansible_port", "ansible_ssh_port"]
    case .user: ["ansible_user", "ansible_ssh_user"]
    case .keyFile: ["ansible_private_key_file", "ansible_ssh_private_key_file"]
    case .password: ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"]
    case .hostKeyChecking: ["ansible_host_key_checking", "ansible_ssh_host_key_checking"]
    case .connectTimeout: ["ansible_timeout", "ansible_ssh_timeout"]
    case .sshArguments: ["ansible_ssh_args"]
    case .commonSSHArguments: ["ansible_ssh_common_args"]
    case .extraSSHArguments: ["ansible_ssh_extra_args"]
    case .connection: ["ansible_connection"]
    case .become: ["ansible_become"]
    case .becomeUser: ["ansible_become_user", "ansible_sudo_user"]
    case .becomePassword: ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"]
    case .becomeMethod: ["ansible_become_method"]
    }
  }

  /// What it is for and what it may be, one sentence.
  public var summary: String {
    switch self {
    case .address: "Name or address to connect to; the host's name in the inventory unless set."
    case .port: "Port of the SSH server, 1 to 65535; 22 unless set."
    case .user: "User to log in as; wins over `-u`. The local user's name unless either is set."
    case .keyFile: "File of the private key; `~` is the home folder. Wins over `--private-key`."
    case .password: "Password to log in with; wins over `-k`."
    case .hostKeyChecking: "Whether the host's key must be known: true or false."
    case .connectTimeout: "Seconds for connecting, 1 to 86400."
    case .sshArguments: "Options as for ssh, split as a shell does; first of three lists."
    case .commonSSHArguments: "Options as for ssh, second list; wins over `--ssh-common-args`."
    case .extraSSHArguments: "Options as for ssh, third list."
    case .connection: "Only SSH is supported: `ssh`, `smart` or `paramiko`."
    case .become: "Whether to become another user on the host; wins over `-b`."
    case .becomeUser: "The user to become; `root` unless set."
    case .becomePassword: "What sudo asks for; wins over `-K`."
    case .becomeMethod: "Only `sudo` is supported."
    }
  }

  /// Variables of Ansible's that would change what happens and that nothing here honours: an error.
  public static let unsupported = [
    "ansible_become_exe", "ansible_sudo_exe", "ansible_become_flags", "ansible_sudo_flags",
    "ansible_private_key", "ansible_ssh_private_key", "ansible_private_key_passphrase",
    "ansible_ssh_private_key_passphrase",
  ]
}
