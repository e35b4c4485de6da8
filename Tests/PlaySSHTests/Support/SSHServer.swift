import Foundation
import PlayModel
import PlaySSH

/// A real sshd on a loopback address, with host keys and an authorized_keys of its own.
final class SSHServer: Sendable {
  private let process: Child
  let workshop: Workshop
  let address: String
  let port: Int
  let userKey: String

  init(
    address: String = "127.0.0.1", hostKeyTypes: [String] = ["ed25519"], userKey: String? = nil,
    options: [String] = [], sftp: String? = "internal-sftp", view: PrivateView = .quiet,
    in workshop: Workshop? = nil
  ) throws {
    let workshop = try workshop ?? Workshop()
    self.workshop = workshop
    self.address = address
    port = try FreePort.next(address: address)
    self.userKey = try userKey ?? workshop.makeKey("user-\(port)")
    var lines = [
      "ListenAddress \(address)", "Port \(port)", "PidFile none", "UsePAM no", "StrictModes no",
      "PermitRootLogin yes", "AuthorizedKeysFile \(self.userKey).pub", "LogLevel VERBOSE",
    ]
    if let sftp { lines.append("Subsystem sftp \(sftp)") }
    for type in hostKeyTypes {
      let parts = type.split(separator: "-")
      let bits = parts.count > 1 ? Int(parts[1]) : nil
      lines.append(
        "HostKey " + (try workshop.makeKey("host-\(type)-\(port)", type: String(parts[0]), bits: bits)))
    }
    // The first value counts in sshd_config too.
    let configuration = try workshop.write(
      (options + lines).joined(separator: "\n") + "\n", to: "sshd-\(port).conf")
    try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
    let sshd = ["/usr/sbin/sshd", "-D", "-f", configuration, "-E", workshop.file("sshd-\(port).log")]
    process = try Child("/usr/bin/unshare", view.arguments + sshd)
    try FreePort.awaitListener(address: address, port: port)
    try workshop.write(knownHostsLines(), to: "known_hosts-\(port)")
  }

  deinit { process.end() }

  var knownHosts: String { workshop.file("known_hosts-\(port)") }

  var log: String { (try? workshop.text(of: "sshd-\(port).log")) ?? "" }

  /// The host keys' public halves, as `type base64`.
  func hostKeys() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: workshop.path).sorted()
      .filter { $0.hasPrefix("host-") && $0.hasSuffix("-\(port).pub") }
      .map { try workshop.text(of: $0).split(separator: " ").prefix(2).joined(separator: " ") }
  }

  func knownHostsLines(_ name: String? = nil) throws -> String {
    try hostKeys().map { "\(name ?? "[\(address)]:\(port)") \($0)\n" }.joined()
  }

  func target(_ change: (inout ConnectionTarget) -> Void = { _ in }) -> ConnectionTarget {
    var target = ConnectionTarget(
      name: "host", address: address, port: port, user: "root", keyFiles: [userKey],
      knownHostsFiles: [knownHosts])
    change(&target)
    return target
  }

  func connect(_ change: (inout ConnectionTarget) -> Void = { _ in }) async throws -> any RemoteHost {
    try await SSHConnector(configuration: .isolated).connect(to: target(change))
  }
}

extension SSHConfiguration {
  /// Without the agent, the keys and the known hosts of whoever runs the tests.
  static var isolated: SSHConfiguration {
    SSHConfiguration(
      homeDirectory: "/nonexistent", localUser: "root", agentSocket: .some(nil), globalKnownHostsFiles: [])
  }
}
