#if canImport(Glibc)
  import Glibc
#endif

/// A text file that other programs append to as well.
enum AppendedFile {
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let errorNumber: Int32

    var description: String { "\(path): \(String(cString: strerror(errorNumber)))" }
  }

  /// Adds whole lines in one write (open(2), O_APPEND), after a newline if the last line lacks one.
  /// A new file is for its owner alone.
  static func append(_ lines: String, to path: String) throws(Failure) {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(path: path, errorNumber: errno) }
    defer { close(descriptor) }
    var last: UInt8 = 0
    let size = lseek(descriptor, 0, SEEK_END)
    let endsOpen = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    let bytes = Array(((endsOpen ? "\n" : "") + lines).utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw Failure(path: path, errorNumber: errno)
    }
  }
}
