import ArgumentParser

/// How to reach the hosts where the inventory does not say.
struct ConnectionOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The user to log in as, where the inventory names none.")
  var user: String?

  @Option(
    name: .customLong("private-key"),
    help: ArgumentHelp("The key to log in with, where the inventory names none.", valueName: "file"))
  var privateKey: String?

  @Flag(name: [.customShort("k"), .customLong("ask-pass")], help: "Ask for the login password.")
  var askPassword = false

  @Flag(name: [.short, .long], help: "Become root (sudo) on the hosts.")
  var become = false

  @Flag(name: [.customShort("K"), .customLong("ask-become-pass")], help: "Ask for the sudo password.")
  var askBecomePassword = false

  @Flag(
    name: .customLong("accept-new"),
    help: "Add the keys of hosts never seen before to known_hosts. A changed key is still refused.")
  var acceptNewHostKeys = false

  @Option(name: [.short, .long], help: ArgumentHelp("Hosts worked on at once.", valueName: "number"))
  var forks = 64

  @Option(
    name: [.customShort("T"), .customLong("connect-timeout")],
    help: ArgumentHelp("Seconds to wait for a connection.", valueName: "seconds"))
  var connectTimeout: Int?

  @Option(
    name: [.customShort("F"), .customLong("ssh-config")],
    help: ArgumentHelp(
      "OpenSSH's client configuration, instead of ~/.ssh/config and /etc/ssh/ssh_config; none for no such file.",
      valueName: "file"))
  var sshConfig: String?

  @Option(
    name: .customLong("ssh-common-args"),
    help: ArgumentHelp(
      "Options of ssh (-o, -J, -i, -l, -p, -F), where the inventory has no ansible_ssh_common_args.",
      valueName: "arguments"))
  var sshCommonArguments: String?

  @Option(
    name: .customLong("ssh-extra-args"),
    help: ArgumentHelp(
      "The same, where the inventory has no ansible_ssh_extra_args.", valueName: "arguments"))
  var sshExtraArguments: String?

  func validate() throws {
    guard forks > 0 else { throw ValidationError("--forks has to be 1 or more") }
    if let connectTimeout, connectTimeout <= 0 {
      throw ValidationError("--connect-timeout has to be 1 or more")
    }
  }
}
