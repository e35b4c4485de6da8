import Foundation
import PlayModel

/// Loads inventories: `-i` arguments → hosts, groups and variables, as Ansible 2.19 resolves them.
///
/// Where Ansible warns and goes on, this stops: a source that cannot be read, or a file of variables
/// that is wrong, would deploy to the wrong hosts with the wrong values.
public struct InventoryLoader: Sendable {
  /// The current folder, absolute: what `-i` is relative to.
  public var directory: String
  /// The playbook's folder, whose `group_vars` and `host_vars` count more than the inventory's. Without a
  /// playbook the current folder takes its place, as with `ansible` and `ansible-inventory`.
  public var playbookDirectory: String?
  public var scripts: InventoryScriptRunner

  public init(
    directory: String, playbookDirectory: String? = nil, scripts: InventoryScriptRunner = .process()
  ) {
    self.directory = directory
    self.playbookDirectory = playbookDirectory
    self.scripts = scripts
  }

  /// Reads all sources, in order, and every file of variables beside them.
  ///
  /// - Parameter arguments: the values of `-i`, in the order given.
  /// - Returns: the inventory.
  /// - Throws: all problems found, each with its place.
  public func load(_ arguments: [String]) throws(FileProblems) -> Inventory {
    var reading = InventoryReading(loader: self)
    var problems: [FileProblem] = []
    var folders: [VariableFolder] = []
    for argument in arguments {
      do throws(FileProblem) {
        let source = try InventorySource(argument, directory: directory)
        problems += reading.read(source)
        if let folder = Self.variableFolder(of: source) { folders.append(folder) }
      } catch {
        problems.append(error)
      }
    }
    if problems.isEmpty {
      do throws(InventoryBuilder.Refusal) {
        try reading.builder.reconcile()
      } catch {
        problems.append(error.problem(at: SourcePosition(file: arguments.first ?? "-i")))
      }
    }
    guard problems.isEmpty else { throw FileProblems(problems) }
    let playbook = playbookDirectory ?? "."
    return try InventoryAssembly(
      builder: reading.builder, inventoryFolders: folders,
      playbookFolder: VariableFolder(
        path: PathName.absolute(playbook, from: directory), name: playbook == "." ? "" : playbook),
      playbookIsGiven: playbookDirectory != nil
    ).assemble()
  }

  /// The folder whose `group_vars` and `host_vars` belong to a source: the source itself, or its folder.
  private static func variableFolder(of source: InventorySource) -> VariableFolder? {
    switch source {
    case .hostList: nil
    case .folder(let place):
      VariableFolder(
        path: place.path, name: place.name.hasSuffix("/") ? String(place.name.dropLast()) : place.name)
    case .file(let place):
      VariableFolder(path: PathName.folder(of: place.path), name: PathName.folder(of: place.name))
    }
  }
}
