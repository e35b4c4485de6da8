/// Paths on a host.
enum RemotePath {
  static func parts(_ path: String) -> (folder: String, name: String) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[slash...].dropFirst()))
  }

  /// Why nothing can be written there; `nil` when there is no reason.
  static func problem(_ path: String) -> String? {
    if !path.hasPrefix("/") { return "the path is not absolute" }
    if path.utf8.contains(0) { return "the path has a zero byte" }
    return ["", ".", ".."].contains(parts(path).name) ? "the path names a folder" : nil
  }

  /// Another name in the same folder, that nobody else takes.
  static func temporary(beside path: String) -> String {
    let (folder, name) = parts(path)
    let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
    // A name has at most 255 bytes.
    return (folder == "/" ? "" : folder)
      + "/.\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).\(nonce)"
  }
}
