#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of a configuration file, and whether others may have written them.
struct ConfigText {
  enum Failure: Error, Hashable {
    case missing
    case unreadable(Int32)
    case tooLarge

    var text: String {
      switch self {
      case .missing: "there is no such file"
      case .unreadable(let errorNumber): "the file cannot be read: \(SystemWords.text(errorNumber))"
      case .tooLarge: "the file is larger than \(ConfigText.largestSize >> 20) MiB"
      }
    }
  }

  static let largestSize = 16 << 20

  let bytes: [UInt8]
  /// Root or the user owns the file, and nobody else may write it (readconf.c, SSHCONF_CHECKPERM).
  let isTrusted: Bool

  init(path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .unreadable(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno) }
    isTrusted = (status.st_uid == 0 || status.st_uid == getuid()) && status.st_mode & 0o022 == 0
    // A folder is an empty file to ssh, which happens when Include matches one.
    guard status.st_mode & S_IFMT != S_IFDIR else {
      bytes = []
      return
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(errno) }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= Self.largestSize else { throw .tooLarge }
    }
    self.bytes = bytes
  }
}
