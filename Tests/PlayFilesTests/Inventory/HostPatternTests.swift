import Foundation
import PlayModel
import Testing

@testable import PlayFiles

@Suite struct HostPatternTests {
  private let inventory: Inventory

  init() throws {
    let folder = try TemporaryFolder(["hosts": "[web]\nweb[1:3]\n[db]\ndb1\nweb3\n[prod:children]\nweb\ndb\n"]
    )
    inventory = try InventoryLoader(directory: folder.path).load(["hosts"])
  }

  private func hosts(_ pattern: String) throws -> [String] {
    try HostPattern(pattern).resolve(in: inventory).hosts.map(\.text)
  }

  @Test(arguments: [
    ("web:db", ["web1", "web2", "web3", "db1"]), ("!db:web", ["web1", "web2"]), ("&db:web", ["web3"]),
    ("web[0]", ["web1"]), ("web[1:]", ["web2", "web3"]), ("web[-1]", ["web3"]), ("~d.*", ["db1", "web3"]),
    ("nope", []), ("localhost", ["localhost"]),
  ])
  func selectsInAnsiblesOrder(pattern: String, expected: [String]) throws {
    #expect(try hosts(pattern) == expected)
  }

  @Test func listsOfPatternsAreJoined() throws {
    #expect(
      try HostPattern(["web", "!web1:db"]).resolve(in: inventory).hosts.map(\.text) == [
        "web2", "web3", "db1",
      ])
    #expect(HostPattern(["web", "!db"]).terms == ["web", "!db"])
  }

  @Test func nothingFoundIsNoError() throws {
    let selection = try HostPattern("wbe:db").resolve(in: inventory)
    #expect(selection.hosts == ["db1", "web3"])
    #expect(selection.unmatched == [.init(term: "wbe", hint: "did you mean \"web\"?")])
  }

  @Test(arguments: [
    ("~(", HostPatternProblem.Reason.badExpression), ("~*", .badExpression), ("~[z-a]", .badExpression),
    ("~\\q", .badExpression), ("web:!", .emptyTerm), ("", .emptyTerm), (" , ", .emptyTerm),
    ("web[7]", .outOfRange(hosts: 3)), ("db[-3]", .outOfRange(hosts: 2)), ("db1[1]", .outOfRange(hosts: 1)),
    ("web[99999999999999999999]", .outOfRange(hosts: 3)),
  ])
  func badPatternsAreProblems(pattern: String, reason: HostPatternProblem.Reason) {
    let error = #expect(throws: HostPatternProblem.self) { try hosts(pattern) }
    #expect(error?.reason == reason)
  }

  @Test func limitsNarrow() throws {
    let folder = try TemporaryFolder(["l": "web2\n\n web3 \n", "empty": "\n", "d/x": ""])
    func limited(_ limit: String) throws -> [String] {
      try HostPattern("all").resolve(in: inventory, limit: HostLimit(limit, directory: folder.path)).hosts
        .map(\.text)
    }
    #expect(try limited("@l") == ["web2", "web3"])
    #expect(try limited("db") == ["db1", "web3"].sorted { $0 > $1 })
    #expect(try limited("!db") == ["web1", "web2"])
    for wrong in ["@nope", "@d", "@empty", "", ","] {
      #expect(throws: FileProblem.self) { try HostLimit(wrong, directory: folder.path) }
    }
  }

  @Test(arguments: [
    ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "abd", false), ("*b*", "abc", true), ("**", "", true),
    ("a?", "a", false), ("[a-c]", "b", true), ("[!a-c]", "b", false), ("[]]", "]", true),
    ("[!]]", "]", false),
    ("[a", "[a", true), ("[z-a]", "z", false), ("[a-]", "-", true), ("[-a]", "-", true),
    ("[a-c-e]", "d", false),
    ("[a-c-e]", "-", true), ("a.b", "axb", false), ("*a*a*a*a*a*b", String(repeating: "a", count: 60), false),
    ("[!]", "[!]", true), ("", "", true), ("é?", "éx", true),
  ])
  func globsMatchAsInPython(pattern: String, name: String, expected: Bool) {
    #expect(Glob(pattern).matches(name) == expected)
  }

  @Test(arguments: [
    ("~(?P<a>w)eb(?P=a)?\\d", "web1", true), ("~web{,1}1", "we1", true), ("~we{1}b1", "web1", true),
    ("~web[]1]", "web1", true),
    ("~web[12&&]", "web&", true), ("~WEB", "web", false), ("~(?i)WEB", "web", true),
    ("~web1\\Z", "web1", true),
    ("~web\\Z", "web1", false), ("~x{a", "x{a", true), ("~eb", "web", false), ("~w", "web", true),
    ("~", "web", true),
    ("~web(?!1)", "web1", false), ("~.*(?<=1)$", "web1", true), ("~w}", "w}", true), ("~[a-]", "-", true),
  ])
  func expressionsMeanWhatTheyMeanInPython(term: String, name: String, expected: Bool) throws {
    #expect(try NameMatcher(term).matches(name) == expected)
  }
}
