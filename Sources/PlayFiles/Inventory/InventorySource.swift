import Foundation
import PlayModel

/// What one `-i` stands for.
enum InventorySource {
  /// `h1,h2:2222,`: the hosts themselves.
  case hostList(String)
  case file(Place)
  case folder(Place)

  /// A file or folder, and the name it is shown by.
  struct Place {
    /// Absolute, symbolic links kept.
    let path: String
    let name: String
  }

  /// Finds what `argument` stands for: a path if there is one, a list of hosts if there is a comma in
  /// it, else the environment of that name in `inventories/`.
  ///
  /// - Parameters:
  ///   - argument: as given to `-i`.
  ///   - directory: the current folder, absolute.
  /// - Throws: a `FileProblem` with the nearest environment's name when there is no such thing.
  init(_ argument: String, directory: String) throws(FileProblem) {
    let expanded = Self.expanded(argument)
    if let found = Self.find(expanded, directory) {
      self = found
      return
    }
    if argument.contains(",") {
      self = .hostList(argument)
      return
    }
    if !argument.isEmpty, !expanded.hasPrefix("/"), !argument.hasPrefix(".") {
      for ending in ["", ".yml", ".yaml", ".ini"] {
        if let found = Self.find("inventories/" + argument + ending, directory) {
          self = found
          return
        }
      }
    }
    throw FileProblem(
      at: SourcePosition(file: argument), "there is no such inventory", hint: Self.hint(argument, directory))
  }

  private static func find(_ path: String, _ directory: String) -> InventorySource? {
    guard !path.isEmpty else { return nil }
    let place = Place(path: PathName.absolute(path, from: directory), name: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) else { return nil }
    return isFolder.boolValue ? .folder(place) : .file(place)
  }

  /// `~` and `$NAME` are replaced, as Ansible does for what a shell left alone.
  private static func expanded(_ argument: String) -> String {
    guard argument.contains(where: { $0 == "$" || $0 == "~" }) else { return argument }
    let environment = ProcessInfo.processInfo.environment
    var text = argument.replacing(/\$(?:\{(\w+)\}|(\w+))/) { match in
      let name = String(match.1 ?? match.2 ?? "")
      return environment[name] ?? String(match.0)
    }
    if text == "~" || text.hasPrefix("~/") {
      text = (environment["HOME"] ?? NSHomeDirectory()) + text.dropFirst()
    }
    return text
  }

  private static func hint(_ argument: String, _ directory: String) -> String {
    let known = ((try? FileManager.default.contentsOfDirectory(atPath: directory + "/inventories")) ?? [])
      .filter { !$0.hasPrefix(".") }
      .map {
        [".yml", ".yaml", ".ini"].contains(PathName.fileExtension(of: $0))
          ? String($0.prefix { $0 != "." }) : $0
      }
      .sorted()
    if let near = NearestName.hint(argument, in: known) { return near }
    return known.isEmpty
      ? "name a file, a folder, or hosts with a comma: -i h1,"
      : "inventories/ has: " + known.joined(separator: ", ")
  }
}
