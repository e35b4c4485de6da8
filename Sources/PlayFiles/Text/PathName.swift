/// Names of files and folders.
enum PathName {
  /// `os.path.splitext(name)[1]`: from the last dot on, unless only dots are before it.
  static func fileExtension(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.drop { $0 == "." }
    guard let dot = stem.lastIndex(of: "."), dot > stem.startIndex else { return "" }
    return String(stem[dot...])
  }

  /// `os.path.dirname(path)`.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    let folder = path[..<slash]
    return folder.isEmpty ? "/" : String(folder)
  }

  /// An absolute path without `.`, `..` and double slashes; symbolic links stay.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// `path` as it is seen from `directory`, absolute.
  static func absolute(_ path: String, from directory: String) -> String {
    normalized(path.hasPrefix("/") ? path : directory + "/" + path)
  }
}
