import ArgumentParser
import Foundation
import PlayFiles
import PlayModel
import PlayRunner
import PlaySSH

/// The inventory as a command uses it: hosts by pattern, and how to reach them.
struct Fleet {
  let inventory: Inventory
  let ssh: SSHConfiguration
  let extraVariables: ExtraVariables
  private let defaults: ConnectionDefaults

  /// Reads the inventory and asks for the passwords that the options want asked.
  static func load(
    _ options: InventoryOptions, connection: ConnectionOptions, variables: VariableOptions,
    playbooks: [String] = []
  ) async throws -> Fleet {
    let inventory = try inventory(options, playbooks: playbooks)
    let extra = try ExtraVariables(variables.extraVariables)
    return Fleet(
      inventory: inventory, ssh: SSHConfiguration(passphrase: Passphrases.ask), extraVariables: extra,
      defaults: try ConnectionDefaults(connection))
  }

  /// Reads the inventory alone.
  static func inventory(_ options: InventoryOptions, playbooks: [String] = []) throws -> Inventory {
    guard !options.inventory.isEmpty else {
      throw ValidationError("no inventory: name one with -i, for example -i inventories/local")
    }
    let directory = FileManager.default.currentDirectoryPath
    let playbookDirectory = playbooks.first.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path
    }
    return try InventoryLoader(directory: directory, playbookDirectory: playbookDirectory).load(
      options.inventory)
  }

  /// The hosts of a pattern, narrowed by `--limit`, in order; none is an error that says why.
  func select(_ pattern: String, limit: String?, at position: SourcePosition? = nil) throws -> [HostName] {
    let position = position ?? SourcePosition(file: "the pattern \(pattern)")
    let limited = try limit.map {
      try HostLimit($0, directory: FileManager.default.currentDirectoryPath)
    }
    let selection: HostSelection
    do throws(HostPatternProblem) {
      selection = try HostPattern(pattern).resolve(in: inventory, limit: limited)
    } catch {
      throw FileProblems([FileProblem(at: position, "\(error)")])
    }
    guard selection.hosts.isEmpty else { return selection.hosts }
    let hint = selection.unmatched.compactMap(\.hint).first
    throw FileProblems([
      FileProblem(at: position, "no host matches \(pattern)", hint: hint ?? "see swiftplay inventory graph")
    ])
  }

  /// How to reach each of these hosts.
  func access(_ hosts: [HostName]) throws -> [HostName: HostAccess] {
    var access: [HostName: HostAccess] = [:]
    for name in hosts {
      guard let host = inventory.host(name) else { continue }
      access[name] = try defaults.access(host, in: inventory)
    }
    return access
  }
}
