import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// One inventory of Tests/PlayFilesTests/Fixtures/inventories, with what Ansible says of it.
///
/// `case.json` says how to load it, `expected.json` is recorded by Scripts/record-inventory-oracle.
struct Fixture: CustomTestStringConvertible {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = repository + "/Tests/PlayFilesTests/Fixtures/inventories"

  struct Question {
    let pattern: String
    let limit: String?
  }

  let name: String
  let inventories: [String]
  let playbookDirectory: String?
  let patterns: [Question]
  let expected: Value

  var path: String { Self.folder + "/" + name }
  var testDescription: String { name }

  init(name: String) throws {
    self.name = name
    let folder = Self.folder + "/" + name
    let plan = try JSONReader.read(SourceFile.read(folder + "/case.json", name: name), file: name).value
    inventories = try #require(plan["inventories"]?.items).compactMap(\.text)
    playbookDirectory = plan["playbook_dir"]?.text
    patterns = (plan["patterns"]?.items ?? []).compactMap { item in
      if let text = item.text { return Question(pattern: text, limit: nil) }
      return item["pattern"]?.text.map { Question(pattern: $0, limit: item["limit"]?.text) }
    }
    expected = try JSONReader.read(SourceFile.read(folder + "/expected.json", name: name), file: name).value
  }

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

  var loader: InventoryLoader { InventoryLoader(directory: path, playbookDirectory: playbookDirectory) }
}

/// The answers of this project to the questions the oracle answers, in the oracle's form.
struct OwnAnswer {
  let value: Value
  let problems: String?

  init(
    loader: InventoryLoader, inventories: [String], patterns: [Fixture.Question], graphVariables: Bool = true
  ) {
    do {
      let inventory = try loader.load(inventories)
      let listing = InventoryListing(inventory)
      var answer: [String: Value] = [
        "list": listing.list(), "graph": .string(listing.graph() ?? ""),
        "patterns": .list(patterns.map { Self.hosts($0, listing, loader.directory) }),
      ]
      if graphVariables { answer["graph_vars"] = .string(listing.graph(variables: true) ?? "") }
      value = .map(answer)
      problems = nil
    } catch {
      value = ["error": true]
      problems = error.description
    }
  }

  private static func hosts(_ question: Fixture.Question, _ listing: InventoryListing, _ directory: String)
    -> Value
  {
    do {
      let limit = try question.limit.map { try HostLimit($0, directory: directory) }
      return .list(
        try listing.hosts(HostPattern(question.pattern), limit: limit).hosts.map { .string($0.text) })
    } catch {
      return .null
    }
  }
}
