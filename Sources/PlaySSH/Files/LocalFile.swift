#if canImport(Glibc)
  import Glibc
#endif

/// A regular file of this machine, read as it is sent. Its size is taken when it is opened; a file that turns
/// out shorter is an error, and what is added later is left out.
final class LocalFile: ByteSource {
  let count: Int
  private let path: String
  private let descriptor: Int32
  /// How many bytes have been given out.
  private(set) var position = 0

  init(path: String) throws(ByteSourceProblem) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ByteSourceProblem(text: "\(path): \(SystemWords.text(errno))") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ByteSourceProblem(text: "\(path) is not a regular file")
    }
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  func next(upTo limit: Int) throws(ByteSourceProblem) -> ArraySlice<UInt8> {
    let wanted = min(limit, count - position)
    guard wanted > 0 else { return [] }
    var piece = [UInt8](repeating: 0, count: wanted)
    let read = piece.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, wanted, off_t(position)) }
    guard read > 0 else {
      let why = read == 0 ? "it became shorter while it was read" : SystemWords.text(errno)
      throw ByteSourceProblem(text: "\(path): \(why)")
    }
    position += read
    return piece[..<read]
  }
}
