import Foundation

/// A file or a folder of this machine, as it will be copied.
struct LocalTree {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  struct Item {
    /// Below the copied folder; empty for a single file.
    let name: String
    let path: String
    let mode: Int
    let size: Int
  }

  /// The last part of the path, by which it goes into an existing folder.
  let name: String
  let isFolder: Bool
  /// Below the folder, outer ones first.
  private(set) var folders: [(name: String, mode: Int)] = []
  private(set) var files: [Item] = []
  var bytes: Int { files.reduce(0) { $0 + $1.size } }

  init(_ path: String, recursive: Bool) throws {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    name = url.lastPathComponent
    let top = try Self.attributes(url.path, as: path)
    isFolder = top.type == .typeDirectory
    guard isFolder else {
      guard top.type == .typeRegular else { throw Problem(description: "\(path) is not a file or a folder") }
      files = [Item(name: "", path: url.path, mode: top.mode, size: top.size)]
      return
    }
    guard recursive else { throw Problem(description: "\(path) is a folder: add -r to copy all of it") }
    try walk(url.path, below: "")
  }

  private mutating func walk(_ folder: String, below prefix: String) throws {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      throw Problem(description: "\(folder) cannot be read: \(error.localizedDescription)")
    }
    for name in names {
      let path = folder + "/" + name
      let below = prefix + name
      // A link is copied as what it points to, as scp -r does.
      let found = try Self.attributes(URL(fileURLWithPath: path).resolvingSymlinksInPath().path, as: path)
      switch found.type {
      case .typeDirectory:
        guard prefix.count < 4096 else { throw Problem(description: "\(path): folders lie too deep") }
        folders.append((below, found.mode))
        try walk(path, below: below + "/")
      case .typeRegular: files.append(Item(name: below, path: path, mode: found.mode, size: found.size))
      default: throw Problem(description: "\(path) is neither a file nor a folder")
      }
    }
  }

  private static func attributes(
    _ path: String, as shown: String
  ) throws -> (type: FileAttributeType?, mode: Int, size: Int) {
    let link = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let found = try? FileManager.default.attributesOfItem(atPath: link) else {
      throw Problem(description: "\(shown): there is no such file")
    }
    return (
      found[.type] as? FileAttributeType, (found[.posixPermissions] as? Int ?? 0o644) & 0o7777,
      found[.size] as? Int ?? 0
    )
  }
}
