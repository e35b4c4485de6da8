import Foundation
import PlayModel
import Testing

@testable import PlayFiles

/// Every inventory in Fixtures, compared with what Ansible said of it.
@Suite struct InventoryFixtureTests {
  @Test(arguments: try Fixture.names.map(Fixture.init(name:)))
  func resolvesAsAnsibleDoes(fixture: Fixture) throws {
    let answer = OwnAnswer(
      loader: fixture.loader, inventories: fixture.inventories, patterns: fixture.patterns)
    if fixture.expected["error"] != nil {
      #expect(answer.problems != nil, "Ansible refuses this inventory")
      return
    }
    try #require(answer.problems == nil, "\(answer.problems ?? "")")
    for key in ["list", "graph"] {
      let expected = try #require(fixture.expected[key])
      let mine = try #require(answer.value[key])
      #expect(mine.jsonText(indent: 1) == expected.jsonText(indent: 1), "\(key)")
    }
    let expectedGraph = try #require(fixture.expected["graph_vars"]?.text)
    #expect(
      Self.comparable(try #require(answer.value["graph_vars"]?.text)) == Self.comparable(expectedGraph))
    let expected = try #require(fixture.expected["patterns"]?.items)
    try #require(expected.count == fixture.patterns.count, "record the answers again")
    for (index, pattern) in fixture.patterns.enumerated() {
      // Ansible's command sometimes fails and sometimes lists nothing where no host is left.
      let mine = answer.value["patterns"]?.items?[index].items ?? []
      #expect(mine == expected[index].items ?? [], "\(pattern)")
    }
  }

  /// The lines of a graph. Where mappings are shown, whose keys Ansible leaves in the order and of the
  /// type written, a line's signs are compared without order and quotes; times have a blank for JSON's `T`.
  private static func comparable(_ graph: String) -> [String] {
    graph.replacing(/(\d\d-\d\d)[ T](\d\d:)/) { "\($0.1) \($0.2)" }
      .split(separator: "\n").map { line in
        guard line.contains("{'") else { return String(line) }
        return String(
          line.lowercased().replacing("none", with: "null").replacing("'", with: "").sorted())
      }
  }

  @Test func thereAreEnoughOfThem() throws {
    let fixtures = try Fixture.names.map(Fixture.init(name:))
    #expect(fixtures.count >= 60)
    #expect(fixtures.map(\.patterns.count).reduce(0, +) >= 150)
  }
}
