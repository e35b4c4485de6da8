import Foundation
import PlayModel

/// Reads inventory sources, one after the other, into one builder.
struct InventoryReading {
  let loader: InventoryLoader
  var builder = InventoryBuilder()

  private static let yamlExtensions = ["", ".yaml", ".yml", ".json"]
  /// Files in a folder of inventories that are none.
  private static let ignoredEndings = [
    ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg", ".retry",
  ]

  init(loader: InventoryLoader) { self.loader = loader }

  /// Reads one source; what it gives is kept only where it is right.
  mutating func read(_ source: InventorySource) -> [FileProblem] {
    do throws(FileProblem) {
      switch source {
      case .hostList(let list):
        builder.source = InventoryBuilder.Source(file: list, directory: nil)
        builder = try HostListReader.read(list, into: builder)
      case .file(let place): builder = try read(place)
      case .folder(let place): return readFolder(place, isInner: false)
      }
      return []
    } catch {
      return [error]
    }
  }

  /// Reads every inventory in a folder, by name; folders in it too.
  private mutating func readFolder(_ place: InventorySource.Place, isInner: Bool) -> [FileProblem] {
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: place.path)
    } catch {
      return [
        FileProblem(
          at: SourcePosition(file: place.name), "cannot read the folder: \(SourceFile.reason(error))")
      ]
    }
    var problems: [FileProblem] = []
    var found = false
    let name = place.name.hasSuffix("/") ? String(place.name.dropLast()) : place.name
    for entry in entries.sorted(by: PythonText.precedes) where !Self.isIgnored(entry) {
      found = true
      let inner = InventorySource.Place(path: place.path + "/" + entry, name: name + "/" + entry)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: inner.path, isDirectory: &isFolder) else {
        problems.append(FileProblem(at: SourcePosition(file: inner.name), "a symbolic link to nothing"))
        continue
      }
      problems += isFolder.boolValue ? readFolder(inner, isInner: true) : read(.file(inner))
    }
    if !found, !isInner {
      problems.append(
        FileProblem(
          at: SourcePosition(file: place.name), "the folder holds no inventory",
          hint: "hidden files and those ending in \(Self.ignoredEndings.joined(separator: " ")) do not count")
      )
    }
    return problems
  }

  private static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || ["host_vars", "group_vars", "vars_plugins"].contains(name)
      || ignoredEndings.contains { name.hasSuffix($0) }
  }

  // MARK: Files

  private mutating func read(_ place: InventorySource.Place) throws(FileProblem) -> InventoryBuilder {
    builder.source = InventoryBuilder.Source(
      file: place.path, directory: PathName.folder(of: place.path))
    let bytes = try SourceFile.bytes(place.path, name: place.name)
    if bytes.starts(with: Data("$ANSIBLE_VAULT".utf8)) {
      throw FileProblem(
        at: SourcePosition(file: place.name, line: 1, column: 1), "the file is encrypted with Ansible Vault",
        hint: VaultRefusal.hint)
    }
    if InventoryScript.isExecutable(place.path, bytes) {
      let script = InventoryScript(
        path: place.path, name: place.name, directory: loader.directory, runner: loader.scripts)
      return try ScriptInventoryReader.read(script, into: builder)
    }
    let ending = PathName.fileExtension(of: place.path)
    if ending == ".toml" {
      throw FileProblem(
        at: SourcePosition(file: place.name), "inventories in TOML are not supported",
        hint: "write it in INI or YAML")
    }
    return try readText(bytes, place.name, tryYAML: Self.yamlExtensions.contains(ending), ending: ending)
  }

  /// YAML first, where the file's name allows it, then INI, as Ansible does; of two problems the one
  /// that the author will recognise is shown.
  private func readText(
    _ bytes: Data, _ name: String, tryYAML: Bool, ending: String
  ) throws(FileProblem) -> InventoryBuilder {
    var yamlProblem: FileProblem?
    if tryYAML {
      do throws(FileProblem) {
        return try YAMLInventoryReader.read(SourceFile.text(bytes, name: name), name: name, into: builder)
      } catch {
        yamlProblem = error
      }
    }
    do throws(FileProblem) {
      return try INIInventoryReader.read(bytes, name: name, into: builder)
    } catch {
      if bytes.starts(with: Data("#!".utf8)) {
        throw FileProblem(
          at: SourcePosition(file: name, line: 1, column: 1), "the inventory script is not executable",
          hint: "chmod +x \(name)")
      }
      if let yamlProblem, Self.looksLikeYAML(bytes) ?? !ending.isEmpty { throw yamlProblem }
      throw error
    }
  }

  /// Judges a file by its first line that says something; `nil` when that could be either.
  private static func looksLikeYAML(_ bytes: Data) -> Bool? {
    let text = String(decoding: bytes, as: UTF8.self)
    for line in SourceLines(text) {
      let code = PythonText.strip(line)
      if code.isEmpty || code.hasPrefix("#") { continue }
      if code.hasPrefix("---") || code.hasPrefix("{") || code.contains(": ") || code.hasSuffix(":") {
        return true
      }
      let isHeader = code.hasPrefix("[") && !code.contains(",") && !code.contains("\"")
      return isHeader || code.hasPrefix(";") ? false : nil
    }
    return nil
  }
}
