import FoundationEssentials
import Synchronization

/// known_hosts files, each set of them read once for all hosts.
final class KnownHostsStore: Sendable {
  private let cache = Mutex<[[String]: KnownHosts]>([:])

  /// Files that do not exist are empty, as for ssh; so are those that cannot be read, and the host is
  /// then unknown.
  func knownHosts(in files: [String]) -> KnownHosts {
    if let known = cache.withLock({ $0[files] }) { return known }
    var known = KnownHosts()
    for file in files {
      guard let bytes = FileManager.default.contents(atPath: file) else { continue }
      known.add(text: String(decoding: bytes, as: UTF8.self), file: file)
    }
    cache.withLock { $0[files] = known }
    return known
  }

  /// Appends a host to the first of `files`, and to what was read of them.
  func add(_ key: PublicKey, for host: HostIdentity, files: [String]) throws {
    guard let file = files.first else { return }
    let line = "\(host.name) \(key.type) \(Data(key.blob).base64EncodedString())"
    try cache.withLock { cache in
      var known = cache[files] ?? KnownHosts()
      // Several hosts may show the same new name at once.
      if case .trusted = known.verdict(on: key, of: host) { return }
      try Self.append(line, to: file)
      if let parsed = KnownHostsLine(line, number: known.entries.count + 1) {
        known.add(KnownHosts.Entry(line: parsed, file: file))
      }
      cache[files] = known
    }
  }

  private static func append(_ line: String, to file: String) throws {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    try AppendedFile.append(line + "\n", to: file)
  }
}
