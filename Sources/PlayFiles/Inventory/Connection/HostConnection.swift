import Foundation
import PlayModel

/// How to reach one host, from its variables and the command line.
///
/// The variables and their spellings are those of Ansible's ssh connection and sudo
/// (https://docs.ansible.com/ansible/latest/collections/ansible/builtin/ssh_connection.html). `ConnectionSetting`
/// lists them: of several spellings the last counts, so that `ansible_ssh_host` beats `ansible_host`.
public struct HostConnection: Sendable {
  public let target: ConnectionTarget
  /// Whom to become for commands on the host; `nil` for nobody.
  public let become: Become?

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
    guard variables.problems.isEmpty else { throw FileProblems(variables.problems) }
  }

  /// Variables that would change what is done, and that nothing here honours.
  private static func checkSupport(_ variables: inout ConnectionVariables) {
    if let found = variables.find(.connection) {
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
    if let found = variables.find(.becomeMethod), found.value != "sudo",
      found.value != "ansible.builtin.sudo"
    {
      variables.refuse(found, "asks for another way than sudo", hint: "use sudo")
    }
    for name in ConnectionSetting.unsupported {
      if let found = variables.find([name]), found.value != "" {
        variables.refuse(found, "is not supported", hint: "remove it")
      }
    }
  }

  private static func target(
    _ name: HostName, _ variables: inout ConnectionVariables, _ defaults: ConnectionDefaults
  ) -> ConnectionTarget {
    var target = ConnectionTarget(
      name: name, address: variables.text(.address) ?? name.text)
    target.port = variables.number(.port, in: 1...65535) ?? 22
    target.user = variables.text(.user, numbers: true) ?? defaults.user
    target.keyFiles =
      variables.text(.keyFile).map { [expanded($0)] }
      ?? defaults.keyFiles
    target.password =
      variables.secret(.password) ?? defaults.password
    target.hostKeyPolicy =
      variables.flag(.hostKeyChecking)
      .map { $0 ? .strict : .off } ?? defaults.hostKeyPolicy
    target.knownHostsFiles = defaults.knownHostsFiles
    if let seconds = variables.number(.connectTimeout, in: 1...86400) {
      target.connectDeadline = .seconds(seconds)
    } else if let deadline = defaults.connectDeadline {
      target.connectDeadline = deadline
    }
    let common = variables.find(.commonSSHArguments) == nil
    target.sshArguments =
      variables.words(.sshArguments)
      + (common ? defaults.sshArguments : variables.words(.commonSSHArguments))
      + variables.words(.extraSSHArguments)
    return target
  }

  private static func become(
    _ variables: inout ConnectionVariables, _ defaults: ConnectionDefaults
  ) -> Become? {
    let user = variables.text(.becomeUser, numbers: true)
    let password = variables.secret(.becomePassword)
    guard variables.flag(.become) ?? defaults.become else { return nil }
    return Become(user: user ?? defaults.becomeUser, password: password ?? defaults.becomePassword)
  }

  /// `~` at the start is the home folder of who runs this.
  private static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()) + path.dropFirst()
  }
}
