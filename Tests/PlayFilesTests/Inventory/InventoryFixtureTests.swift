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
    for key in ["list", "graph", "graph_vars"] {
      let expected = try #require(fixture.expected[key])
      let mine = try #require(answer.value[key])
      #expect(mine.jsonText(indent: 1) == expected.jsonText(indent: 1), "\(key)")
    }
    let expected = try #require(fixture.expected["patterns"]?.items)
    try #require(expected.count == fixture.patterns.count, "record the answers again")
    for (index, pattern) in fixture.patterns.enumerated() {
      // A pattern without hosts is an error for the command, and an empty answer here.
      let mine = answer.value["patterns"]?.items?[index]
      let theirs = expected[index] == .null && mine?.items?.isEmpty == true ? [] : expected[index]
      #expect(mine == theirs, "\(pattern)")
    }
  }

  @Test func thereAreEnoughOfThem() throws {
    let fixtures = try Fixture.names.map(Fixture.init(name:))
    #expect(fixtures.count >= 60)
    #expect(fixtures.map(\.patterns.count).reduce(0, +) >= 150)
  }
}
