#if canImport(Glibc)
  import Glibc
#endif

/// What the configuration may know of who connects, and from where.
struct LocalFacts: Sendable {
  var user: String
  var userID: UInt32
  var home: String
  /// With its domain, as gethostname(2) has it.
  var hostName: String
  var environment: @Sendable (String) -> String?

  init(user: String, home: String) {
    self.user = user
    self.home = home
    userID = getuid()
    hostName = Self.nameOfThisHost
    environment = { name in getenv(name).map { String(cString: $0) } }
  }

  private static let nameOfThisHost: String = {
    // The last byte stays zero: a name that was cut off has no end of its own.
    var buffer = [CChar](repeating: 0, count: 256)
    let code = gethostname(&buffer, buffer.count - 1)
    return code == 0
      ? String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "localhost"
  }()
}
