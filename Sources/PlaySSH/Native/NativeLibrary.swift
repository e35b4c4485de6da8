import CSSH2

/// libssh2's process-wide state.
enum NativeLibrary {
  /// `libssh2_init` is not thread safe, so every session touches this first; a `static let` runs once.
  static let isReady: Bool = cssh2_keep_crypto_until_the_end() == 1 && libssh2_init(0) == 0

  /// Such as `1.10.0`.
  static let version: String = libssh2_version(0).map { String(cString: $0) } ?? "unknown"
}
