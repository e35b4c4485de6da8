import Foundation

/// A folder of its own for one test, removed with it.
final class Workshop: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "swiftplay-ssh-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file(name))
    return file(name)
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
  }

  /// Makes a key pair with ssh-keygen; answers the private key's path.
  @discardableResult
  func makeKey(
    _ name: String, type: String = "ed25519", bits: Int? = nil, format: String? = nil,
    passphrase: String = "",
    rounds: Int? = nil
  ) throws -> String {
    var arguments = ["-q", "-t", type, "-N", passphrase, "-C", name, "-f", file(name)]
    if let bits { arguments += ["-b", String(bits)] }
    if let format { arguments += ["-m", format] }
    if let rounds { arguments += ["-a", String(rounds)] }
    try Tool.run("/usr/bin/ssh-keygen", arguments)
    return file(name)
  }
}
