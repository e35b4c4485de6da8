import PlayModel
import Testing

@testable import PlayFiles

/// Connection variables, whose templates are replaced outside of any play.
@Suite struct InventoryRenderingTests {
  private static let place = SourcePosition(file: "hosts.yml", line: 3, column: 7)

  private func rendering(_ extra: [String] = []) throws -> InventoryRendering {
    let facts = InventoryFacts(
      hosts: { _, _ in ["h1"] },
      variables: { _ in ["net": "10.0.0", "user": "anna", "broken": "{{ nowhere }}"] },
      groups: ["all": ["h1"]])
    return InventoryRendering(inventory: facts, extraVariables: try ExtraVariables(extra), runID: "r")
  }

  private func host(_ variables: [String: Value]) -> InventoryHost {
    InventoryHost(
      name: "h1", groupNames: [], variables: variables, layers: [], inventoryFile: nil,
      inventoryDirectory: nil,
      isImplicit: false)
  }

  @Test func templatesAreReplacedWithTheHostsVariables() throws {
    let value = try rendering().render(
      "{{ net }}.{{ inventory_hostname | replace('h', '') }}", of: "h1", at: Self.place)
    #expect(value == "10.0.0.1")
    #expect(try rendering(["net=10.1.1"]).render("{{ net }}.9", of: "h1", at: Self.place) == "10.1.1.9")
    #expect(try rendering().render(.unsafe("{{ net }}"), of: "h1", at: Self.place) == "{{ net }}")
  }

  @Test func problemsPointAtTheValue() throws {
    let rendering = try rendering()
    let problem = #expect(throws: FileProblem.self) {
      try rendering.render("{{ nett }}", of: "h1", at: Self.place)
    }
    #expect(problem?.description == "hosts.yml:3:7: `nett` is not defined\n  did you mean \"net\"?")
  }

  @Test func problemsOfOtherVariablesAreNotLost() throws {
    let rendering = try rendering()
    let problem = #expect(throws: FileProblem.self) {
      try rendering.render("x{{ broken }}", of: "h1", at: Self.place)
    }
    #expect(
      problem?.message == "in the inventory's variable `broken`: `nowhere` is not defined")
  }

  @Test func theCommandLineWins() throws {
    let overlaid = try rendering(["ansible_user={{ user }}", "other={{ nowhere }}"]).overlaid(
      host(["ansible_user": "root", "x": 1]))
    #expect(overlaid.variables == ["ansible_user": "anna", "x": 1])
    #expect(try rendering(["x=2"]).overlaid(host(["x": 1])).variables == ["x": 1])
  }

  @Test func aFaultyValueFromTheCommandLineIsNotLost() throws {
    let rendering = try rendering(["ansible_host={{ nowhere }}"])
    let problem = #expect(throws: FileProblem.self) { try rendering.overlaid(host([:])) }
    #expect(problem?.message == "`nowhere` is not defined")
    #expect(problem?.position.file == "-e ansible_host")
  }
}
