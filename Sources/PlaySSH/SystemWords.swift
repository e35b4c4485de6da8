#if canImport(Glibc)
  import Glibc
#endif

/// The system's own words for its error numbers.
enum SystemWords {
  /// Errors of a connect that may be gone in a moment: sshd's MaxStartups, and no descriptor or port free here.
  static let mayPass = [ECONNRESET, EMFILE, ENFILE, EADDRNOTAVAIL]

  static func text(_ errorNumber: Int32) -> String { String(cString: strerror(errorNumber)) }
}
