import Foundation

/// How playbooks and the files they name are read. Tests give texts from memory.
public struct FileAccess: Sendable {
  public enum Failure: Error, Hashable, Sendable {
    case missing
    case notText
    /// The system's reason, such as "Permission denied".
    case unreadable(String)

    /// What to say after the file's name.
    var message: String {
      switch self {
      case .missing: "does not exist"
      case .notText: "is not UTF-8 text"
      case .unreadable(let reason): "cannot be read: \(reason)"
      }
    }
  }

  public let read: @Sendable (_ path: String) throws(Failure) -> String

  public init(read: @escaping @Sendable (_ path: String) throws(Failure) -> String) { self.read = read }

  /// The files of this machine.
  public static let disk = FileAccess { path throws(Failure) in
    guard let file = fopen(path, "r") else {
      throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard ferror(file) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
    return text
  }

  /// A path as a file names it: absolute, or relative to that file's folder.
  static func path(_ path: String, besides file: String) -> String {
    let bare = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return String(bare) }
    return String(file[...slash] + bare)
  }
}
