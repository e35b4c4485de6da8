import PlayModel

/// An inventory variable that says how to reach a host, with its aliases, as Ansible has them.
public struct InventoryVariable: Sendable {
  /// From the weakest to the strongest: where several are set, Ansible takes the last of them.
  public let names: [String]
  /// For the reference.
  public let meaning: String
}

extension InventoryVariable {
  public static let connection = InventoryVariable(
    names: ["ansible_connection"], meaning: "Only `ssh` and what means the same.")
  public static let host = InventoryVariable(
    names: ["ansible_host", "ansible_ssh_host"],
    meaning: "The address to connect to; the host's name otherwise.")
  public static let port = InventoryVariable(
    names: ["ansible_port", "ansible_ssh_port"], meaning: "The port of its sshd; 22 otherwise.")
  public static let user = InventoryVariable(
    names: ["ansible_user", "ansible_ssh_user"],
    meaning: "The user to log in as; `-u`, else your own name, otherwise.")
  public static let password = InventoryVariable(
    names: ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"],
    meaning: "The login password; better a key.")
  public static let privateKeyFile = InventoryVariable(
    names: ["ansible_private_key_file", "ansible_ssh_private_key_file"],
    meaning:
      "The private key to log in with; `--private-key`, the agent and OpenSSH's default files otherwise.")
  public static let sshArguments = InventoryVariable(
    names: ["ansible_ssh_args"], meaning: "Options for ssh: `-o Name=value`, `-i`, `-J`.")
  public static let sshCommonArguments = InventoryVariable(
    names: ["ansible_ssh_common_args"], meaning: "More options for ssh, after `ansible_ssh_args`.")
  public static let sshExtraArguments = InventoryVariable(
    names: ["ansible_ssh_extra_args"], meaning: "Still more options for ssh, after `ansible_ssh_common_args`."
  )
  public static let hostKeyChecking = InventoryVariable(
    names: ["ansible_host_key_checking", "ansible_ssh_host_key_checking"],
    meaning: "`false` accepts any host key, which invites an attacker in; true otherwise.")
  public static let timeout = InventoryVariable(
    names: ["ansible_timeout", "ansible_ssh_timeout"], meaning: "Seconds to wait for the connection.")
  public static let become = InventoryVariable(
    names: ["ansible_become"],
    meaning: "Whether to become another user (sudo) after the login; `-b` does it for all hosts.")
  public static let becomeMethod = InventoryVariable(
    names: ["ansible_become_method"], meaning: "Only `sudo`.")
  public static let becomeUser = InventoryVariable(
    names: ["ansible_become_user", "ansible_sudo_user"], meaning: "The user to become; root otherwise.")
  public static let becomePassword = InventoryVariable(
    names: ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"],
    meaning: "The password for sudo.")

  public static let containerEngine = InventoryVariable(
    names: ["container_engine"], meaning: "`docker`, or `podman`; docker otherwise.")

  /// In the order of the reference.
  public static let all: [InventoryVariable] = [
    connection, host, port, user, password, privateKeyFile, sshArguments, sshCommonArguments,
    sshExtraArguments,
    hostKeyChecking,
    timeout, become, becomeMethod, becomeUser, becomePassword, containerEngine,
  ]
}
