import Foundation
import PlayModel

/// The `group_vars/` and `host_vars/` of one folder: next to an inventory, or next to a playbook.
struct VariableFolder {
  /// Whose variables a file holds.
  enum Owner: Hashable {
    case group(String)
    case host(String)

    var folder: String {
      switch self {
      case .group: "group_vars"
      case .host: "host_vars"
      }
    }

    var name: String {
      switch self {
      case .group(let name), .host(let name): name
      }
    }

    var scope: VariableAssignment.Scope {
      switch self {
      case .group(let name): .group(name)
      case .host: .host
      }
    }
  }

  private static let extensions = ["", ".yml", ".yaml", ".json"]

  /// Absolute.
  let path: String
  /// What positions show instead of `path`; empty for the current folder.
  let name: String
  /// Whether each of the two folders is there, so that thousands of hosts do not ask again.
  private let hasGroups: Bool
  private let hasHosts: Bool

  init(path: String, name: String) {
    self.path = path
    self.name = name
    hasGroups = Self.isFolder(path + "/group_vars")
    hasHosts = Self.isFolder(path + "/host_vars")
  }

  /// Everything this folder says of `owner`, in the order in which it counts.
  func assignments(of owner: Owner) throws(FileProblem) -> [String: [VariableAssignment]] {
    var all: [String: [VariableAssignment]] = [:]
    for file in files(of: owner) {
      for (name, assignment) in try Self.read(file, scope: owner.scope) {
        all[name, default: []].append(assignment)
      }
    }
    return all
  }

  // MARK: Files

  private struct File {
    let path: String
    let name: String

    func appending(_ part: String) -> File {
      File(path: path + "/" + part, name: name.isEmpty ? part : name + "/" + part)
    }

    func with(extension ending: String) -> File { File(path: path + ending, name: name + ending) }
  }

  /// The files of `owner`: the first that exists of `NAME`, `NAME.yml`, `NAME.yaml` and `NAME.json`; all
  /// files below, when that is a folder.
  private func files(of owner: Owner) -> [File] {
    let isThere =
      switch owner {
      case .group: hasGroups
      case .host: hasHosts
      }
    // A name such as /path/to/chroot is not looked for.
    guard isThere, !owner.name.hasPrefix("/") else { return [] }
    let base = File(path: path, name: name).appending(owner.folder).appending(owner.name)
    for ending in Self.extensions {
      let candidate = base.with(extension: ending)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder) else { continue }
      return isFolder.boolValue ? Self.filesBelow(candidate) : [candidate]
    }
    return []
  }

  private static func filesBelow(_ folder: File) -> [File] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var files: [File] = []
    for entry in entries.sorted(by: PythonText.precedes) {
      if entry.hasPrefix(".") || entry.hasSuffix("~") { continue }
      let ending = PathName.fileExtension(of: entry)
      let file = folder.appending(entry)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        if ending.isEmpty { files += filesBelow(file) }
      } else if extensions.contains(ending) {
        files.append(file)
      }
    }
    return files
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  // MARK: Content

  private static func read(
    _ file: File, scope: VariableAssignment.Scope
  ) throws(FileProblem) -> [(String, VariableAssignment)] {
    let text = try SourceFile.read(file.path, name: file.name)
    guard let root = try DataFile.read(text, name: file.name), !root.value.isFalsy else { return [] }
    guard let entries = root.entries else {
      throw FileProblem(
        at: root.position, "a file of variables must be a mapping, not \(root.kind)",
        hint: "write `name: value` lines")
    }
    return entries.map {
      ($0.key, VariableAssignment($0.node.ansibleValue, at: $0.keyPosition, scope: scope))
    }
  }
}
