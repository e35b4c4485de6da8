#if canImport(Glibc)
  import Glibc
#endif

/// The system's own words for its error numbers.
enum SystemWords {
  static let connectionReset = ECONNRESET

  static func text(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }
}
