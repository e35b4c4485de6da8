#if canImport(Glibc)
  import Glibc
#endif

/// Paths that begin with `~` (misc.c, `tilde_expand`).
enum HomePath {
  /// `~/x` is in `home`, `~user/x` in that user's.
  static func expanded(_ path: String, home: String) throws(SSHOptionProblem) -> String {
    guard path.hasPrefix("~") else { return path }
    let user = path.dropFirst().prefix { $0 != "/" }
    let rest = path.dropFirst(1 + user.count).drop { $0 == "/" }
    guard let folder = user.isEmpty ? home : homeOf(String(user)) else {
      throw SSHOptionProblem(text: "\(path): there is no user \(user)")
    }
    return folder.hasSuffix("/") ? folder + rest : folder + "/" + rest
  }

  private static func homeOf(_ user: String) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 * 1024)
    guard getpwnam_r(user, &entry, &buffer, buffer.count, &found) == 0, let found else { return nil }
    return String(cString: found.pointee.pw_dir)
  }
}
