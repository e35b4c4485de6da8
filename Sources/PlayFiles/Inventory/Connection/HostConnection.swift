import Foundation
import PlayModel

/// How to reach one host, from its variables and the command line.
///
/// The variables and their spellings are those of Ansible's ssh connection and sudo
/// (https://docs.ansible.com/ansible/latest/collections/ansible/builtin/ssh_connection.html). Of several
/// spellings that are set, the last in Ansible's list counts: `ansible_ssh_host` beats `ansible_host`.
public struct HostConnection: Sendable {
  public let target: ConnectionTarget
  /// Whom to become for commands on the host; `nil` for nobody.
  public let become: Become?
  public let engine: EngineInfo.Kind

  /// Reads a host's variables.
  ///
  /// - Parameters:
  ///   - host: the host, of `inventory`.
  ///   - inventory: says where each variable was set.
  ///   - defaults: what the command line says; variables win over it.
  ///   - render: replaces `{{ }}` in a value that was set at a position; by default values stay as they are.
  /// - Throws: all that is wrong, each naming the variable and the place that set it.
  public init(
    host: InventoryHost, in inventory: Inventory, defaults: ConnectionDefaults = ConnectionDefaults(),
    render: @escaping (Value, SourcePosition) throws(FileProblem) -> Value = { value, _ in value }
  ) throws(FileProblems) {
    var variables = ConnectionVariables(host: host, inventory: inventory, render: render)
    Self.checkSupport(&variables)
    target = Self.target(host.name, &variables, defaults)
    become = Self.become(&variables, defaults)
    engine = Self.engine(&variables)
    guard variables.problems.isEmpty else { throw FileProblems(variables.problems) }
  }

  /// Variables that would change what is done, and that nothing here honours.
  private static func checkSupport(_ variables: inout ConnectionVariables) {
    if let found = variables.find(InventoryVariable.connection.names) {
      let known = [
        "ssh", "smart", "paramiko", "paramiko_ssh", "ansible.builtin.ssh", "ansible.builtin.paramiko_ssh",
      ]
      if case .string(let text) = found.value, known.contains(text) {
        // All of these mean SSH.
      } else {
        variables.refuse(
          found, "asks for another connection than ssh", hint: "remove it: hosts are reached over SSH only")
      }
    }
    if let found = variables.find(InventoryVariable.becomeMethod.names), found.value != "sudo",
      found.value != "ansible.builtin.sudo"
    {
      variables.refuse(found, "asks for another way than sudo", hint: "use sudo")
    }
    let unsupported = [
      "ansible_become_exe", "ansible_sudo_exe", "ansible_become_flags", "ansible_sudo_flags",
      "ansible_private_key", "ansible_ssh_private_key", "ansible_private_key_passphrase",
      "ansible_ssh_private_key_passphrase",
    ]
    for name in unsupported {
      if let found = variables.find([name]), found.value != "" {
        variables.refuse(found, "is not supported", hint: "remove it")
      }
    }
  }

  private static func target(
    _ name: HostName, _ variables: inout ConnectionVariables, _ defaults: ConnectionDefaults
  ) -> ConnectionTarget {
    var target = ConnectionTarget(
      name: name, address: variables.text(InventoryVariable.host.names) ?? name.text)
    target.port = variables.number(InventoryVariable.port.names, in: 1...65535) ?? 22
    target.user = variables.text(InventoryVariable.user.names, numbers: true) ?? defaults.user
    target.keyFiles =
      variables.text(InventoryVariable.privateKeyFile.names).map { [expanded($0)] }
      ?? defaults.keyFiles
    target.password =
      variables.secret(InventoryVariable.password.names) ?? defaults.password
    target.hostKeyPolicy =
      variables.flag(InventoryVariable.hostKeyChecking.names)
      .map { $0 ? .strict : .off } ?? defaults.hostKeyPolicy
    target.knownHostsFiles = defaults.knownHostsFiles
    if let seconds = variables.number(InventoryVariable.timeout.names, in: 1...86400) {
      target.connectDeadline = .seconds(seconds)
    } else if let deadline = defaults.connectDeadline {
      target.connectDeadline = deadline
    }
    let common = variables.find(InventoryVariable.sshCommonArguments.names) == nil
    target.sshArguments =
      variables.words(InventoryVariable.sshArguments.names)
      + (common ? defaults.sshArguments : variables.words(InventoryVariable.sshCommonArguments.names))
      + variables.words(InventoryVariable.sshExtraArguments.names)
    return target
  }

  private static func engine(_ variables: inout ConnectionVariables) -> EngineInfo.Kind {
    guard let found = variables.find(InventoryVariable.containerEngine.names) else { return .docker }
    if case .string(let text) = found.value, let kind = EngineInfo.Kind(rawValue: text) { return kind }
    variables.refuse(found, "is no container engine that is known", hint: "write docker or podman")
    return .docker
  }

  private static func become(
    _ variables: inout ConnectionVariables, _ defaults: ConnectionDefaults
  ) -> Become? {
    let user = variables.text(InventoryVariable.becomeUser.names, numbers: true)
    let password = variables.secret(InventoryVariable.becomePassword.names)
    guard variables.flag(InventoryVariable.become.names) ?? defaults.become else { return nil }
    return Become(user: user ?? defaults.becomeUser, password: password ?? defaults.becomePassword)
  }

  /// `~` at the start is the home folder of who runs this.
  private static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()) + path.dropFirst()
  }
}
