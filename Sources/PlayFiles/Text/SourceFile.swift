import Foundation
import PlayModel

/// Reads a file a user wrote.
enum SourceFile {
  /// The content of the file at `path` as text.
  ///
  /// - Parameters:
  ///   - path: an absolute path, or one relative to the process.
  ///   - name: the name that positions show.
  /// - Returns: the text, which is valid UTF-8.
  /// - Throws: a `FileProblem` when it cannot be read, or is not UTF-8.
  static func read(_ path: String, name: String) throws(FileProblem) -> String {
    try text(bytes(path, name: name), name: name)
  }

  static func bytes(_ path: String, name: String) throws(FileProblem) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FileProblem(at: SourcePosition(file: name), "cannot read the file: \(reason(error))")
    }
  }

  static func text(_ bytes: Data, name: String) throws(FileProblem) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let valid = validPrefix(bytes)
    let before = bytes.prefix(valid)
    let line = before.filter { $0 == 0x0A }.count + 1
    let lineStart = (before.lastIndex(of: 0x0A).map { $0 + 1 }) ?? before.startIndex
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    throw FileProblem(
      at: SourcePosition(file: name, line: line, column: column), "the file is not UTF-8",
      hint: "save it as UTF-8")
  }

  /// How many bytes at the start are valid UTF-8.
  private static func validPrefix(_ bytes: Data) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      count += UTF8.width(scalar)
    }
    return min(count, bytes.count)
  }

  /// The system's words for an error, without Foundation's frame around them.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let posix = error.userInfo[NSUnderlyingErrorKey] as? NSError, posix.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(posix.code)))
    }
    return error.localizedDescription
  }
}
