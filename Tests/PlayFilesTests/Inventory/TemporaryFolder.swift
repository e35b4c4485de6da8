import Foundation

@testable import PlayFiles

/// A folder with files, for as long as the value lives.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/swiftplay-\(UUID().uuidString)"

  init(_ files: [String: String] = [:], executable: Set<String> = []) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      let file = path + "/" + name
      try FileManager.default.createDirectory(
        atPath: PathName.folder(of: file), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      if executable.contains(name) {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
      }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
