/// The names under which known_hosts may list a host.
struct HostIdentity: Sendable, Hashable {
  /// The name looked up first: `host`, or `[host]:port` when the port is not 22.
  let name: String
  /// For a port other than 22, the bare name: OpenSSH takes a matching key of it too (sshconnect.c,
  /// "checking without port identifier").
  let nameWithoutPort: String?

  /// `alias` is ssh_config's HostKeyAlias: it stands alone, without a port.
  init(address: String, port: Int, alias: String? = nil) {
    if let alias {
      name = alias.lowercased()
      nameWithoutPort = nil
    } else if port == 22 {
      name = address.lowercased()
      nameWithoutPort = nil
    } else {
      name = "[\(address.lowercased())]:\(port)"
      nameWithoutPort = address.lowercased()
    }
  }
}
