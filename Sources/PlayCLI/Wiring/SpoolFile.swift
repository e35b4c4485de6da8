import Foundation
import Glibc

/// A file without a name that keeps what does not fit in the memory and is gone with this program, however it ends:
/// mode 0600, in the folder that TMPDIR names (mkstemp(3)). It is made with the first piece.
struct SpoolFile {
  /// The folder for temporary files is full, or cannot be written to.
  struct NoSpace: Error, CustomStringConvertible {
    let description: String

    /// - Parameters:
    ///   - what: what does not fit, as the subject of a sentence: "the logs do".
    ///   - advice: what the user can do besides naming another folder.
    init(_ what: String, advice: String) {
      description =
        "\(what) not fit in \(FileManager.default.temporaryDirectory.path); "
        + "set TMPDIR to a folder with more space, or \(advice)"
    }
  }

  /// Where bytes are in the file.
  struct Piece {
    fileprivate let offset: Int
    fileprivate let count: Int
  }

  /// Closed with the last copy of its file.
  private final class Descriptor: Sendable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }
  }

  private var descriptor: Descriptor?
  private var end = 0

  /// Adds bytes at the end; nil when they cannot be kept.
  mutating func append(_ bytes: [UInt8]) -> Piece? {
    if descriptor == nil { descriptor = Self.open() }
    guard let descriptor,
      bytes.withUnsafeBytes({ pwrite(descriptor.number, $0.baseAddress, bytes.count, off_t(end)) })
        == bytes.count
    else { return nil }
    defer { end += bytes.count }
    return Piece(offset: end, count: bytes.count)
  }

  /// The bytes of a piece; fewer when the file cannot be read.
  func read(_ piece: Piece) -> [UInt8] {
    guard let descriptor else { return [] }
    var buffer = [UInt8](repeating: 0, count: piece.count)
    let count = buffer.withUnsafeMutableBytes {
      pread(descriptor.number, $0.baseAddress, piece.count, off_t(piece.offset))
    }
    return [UInt8](buffer.prefix(max(0, count)))
  }

  private static func open() -> Descriptor? {
    var template = Array((FileManager.default.temporaryDirectory.path + "/swiftplay.XXXXXX").utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { return nil }
    unlink(template)
    return Descriptor(number)
  }
}
