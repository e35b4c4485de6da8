import ArgumentParser
import Foundation
import PlayFiles
import PlayModel

/// `swiftplay inventory hosts PATTERN`: the hosts of a pattern, one a line.
struct InventoryHostsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts",
    abstract: "The hosts of a pattern, one a line, in the order of `ansible --list-hosts`.")

  @Argument(help: "An Ansible host pattern: `web:&prod:!db[0]`.")
  var pattern: String

  @OptionGroup var inventory: InventoryOptions

  func run() async throws {
    let loaded = try Fleet.inventory(inventory)
    let limit = try inventory.limit.map {
      try HostLimit($0, directory: FileManager.default.currentDirectoryPath)
    }
    let selection: HostSelection
    do throws(HostPatternProblem) {
      selection = try InventoryListing(loaded).hosts(HostPattern(pattern), limit: limit)
    } catch {
      throw FileProblem(at: SourcePosition(file: "PATTERN"), "\(error)", hint: error.hint)
    }
    for term in selection.unmatched {
      Console.complain("warning: no host matches \(term.term)" + (term.hint.map { "; \($0)" } ?? ""))
    }
    Console.print(selection.hosts.map { "\($0)\n" }.joined())
  }
}
