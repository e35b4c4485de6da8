#if canImport(Glibc)
  import Glibc
#endif

/// Files by a shell pattern, in the order of their names.
enum ConfigGlob {
  /// glob(3); nothing where nothing matches or a folder cannot be read, as in OpenSSH.
  static func paths(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in paths[index].map { String(cString: $0) } }
  }
}
