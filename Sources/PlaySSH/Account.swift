#if canImport(Glibc)
  import Glibc
#endif

/// The user that this process runs as, from the password database, as ssh takes it.
struct Account: Sendable, Hashable {
  let name: String
  let home: String

  static let current: Account = {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 * 1024)
    guard getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, let found else {
      return Account(name: "root", home: "/")
    }
    return Account(name: String(cString: found.pointee.pw_name), home: String(cString: found.pointee.pw_dir))
  }()
}
