import Crypto
import Foundation
import Glibc

/// Where the sockets of kept connections are: in one folder of the user's own, a socket for each way to a host.
struct SharingPlace: Sendable {
  let folder: String

  /// unix(7): `sun_path` has 108 bytes, the last one 0.
  private static let longestPath = 107

  /// - Parameter way: what makes two connections the same (`ConnectionPlanner.way`).
  func socket(for way: String) -> String {
    let digest = SHA256.hash(data: Data(way.utf8)).prefix(12)
    return folder + "/" + digest.map { String(format: "%02x", $0) }.joined()
  }

  var sockets: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { folder + "/" + $0 }
  }

  /// Makes the folder, which nobody else may enter: whoever reaches a socket in it may do on the host what its user
  /// may.
  func prepare() throws(SharingProblem) {
    guard socket(for: "").utf8.count <= Self.longestPath else { throw .pathTooLong(folder) }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .folderUnusable(folder, detail: error.localizedDescription)
    }
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(),
      chmod(folder, 0o700) == 0
    else { throw .folderUnusable(folder, detail: "it is not a folder of this user alone") }
  }
}

/// Why connections cannot be kept for others.
public enum SharingProblem: Error, Hashable, CustomStringConvertible {
  case pathTooLong(String)
  case folderUnusable(String, detail: String)

  public var description: String {
    switch self {
    case .pathTooLong(let folder):
      "the path of \(folder) is too long for sockets in it: set SWIFTPLAY_HOME to a shorter one"
    case .folderUnusable(let folder, let detail): "no sockets can be made in \(folder): \(detail)"
    }
  }
}
