import Foundation
import PlayModel

@testable import PlaySSH

/// A home folder with keys and known hosts of its own, which is all that ssh gives a jump host.
final class JumpSite: Sendable {
  let workshop: Workshop
  /// `~/.ssh/id_ed25519` and `~/.ssh/id_ecdsa`.
  let keys: [String]

  init() throws {
    workshop = try Workshop()
    try FileManager.default.createDirectory(
      atPath: workshop.file(".ssh"), withIntermediateDirectories: true)
    keys = try ["ed25519", "ecdsa"].map { [workshop] in try workshop.makeKey(".ssh/id_\($0)", type: $0) }
  }

  /// A jump host that lets the key of that number in. `isKnown`: it is in `~/.ssh/known_hosts`.
  func bastion(
    key: Int = 0, isKnown: Bool = true, options: [String] = [], view: PrivateView = .quiet
  ) throws -> SSHServer {
    let server = try SSHServer(userKey: keys[key], options: options, view: view)
    guard isKnown else { return server }
    let known = (try? workshop.text(of: ".ssh/known_hosts")) ?? ""
    try workshop.write(known + server.knownHostsLines(), to: ".ssh/known_hosts")
    return server
  }

  func connector(patience: JumpHost.Patience = JumpHost.Patience()) -> SSHConnector {
    var configuration = SSHConfiguration.isolated
    configuration.homeDirectory = workshop.path
    return SSHConnector(
      configuration: configuration, patience: patience,
      allowance: ConnectionAllowance(limit: 1000, patience: .seconds(60)))
  }
}

extension SSHServer {
  /// As ProxyJump names it.
  var hop: String { "root@\(address):\(port)" }

  /// How many connections have been let in.
  var accepted: Int { log.components(separatedBy: "Accepted publickey").count - 1 }
}
