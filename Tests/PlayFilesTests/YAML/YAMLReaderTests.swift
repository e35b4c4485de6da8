import PlayModel
import Testing

@testable import PlayFiles

@Suite struct YAMLReaderTests {
  private func value(_ text: String) throws -> Value? { try YAMLReader.read(text, file: "t.yml")?.value }

  private func problem(_ text: String) -> FileProblem? {
    do throws(FileProblem) {
      _ = try YAMLReader.read(text, file: "t.yml")
      return nil
    } catch { return error }
  }

  @Test func emptyDocumentsAreNothing() throws {
    #expect(try YAMLReader.read("", file: "t.yml") == nil)
    #expect(try YAMLReader.read("# only this\n", file: "t.yml") == nil)
    #expect(try value("---\n") == .null)
  }

  private static let scalars: [(String, Value)] = [
    ("yes", Value.bool(true)), ("Off", false), ("y", "y"), ("010", 8), ("0x1F", 31), ("0b101", 5),
    ("1_000", 1000), ("1:30", 90), ("22:22", 1342), ("1:60", "1:60"), ("-1:30", -90), ("08", "08"),
    ("0o17", "0o17"), ("1e3", "1e3"), ("1.0e+3", 1000.0), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0),
    ("1:30.5", 90.5), ("~", nil), ("", nil), ("Null", nil), ("nUll", "nUll"), ("+12", 12), ("-0", 0),
    (".inf", .double(.infinity)), ("2001-12-14", "2001-12-14"), ("2001-1-4", "2001-1-4"),
    ("2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43.100000-05:00"),
    ("2001-1-4 1:02:03", "2001-01-04T01:02:03"), ("2001-12-14 21:59:43Z", "2001-12-14T21:59:43+00:00"),
    ("1.2.3", "1.2.3"), ("10.0.0.1", "10.0.0.1"), ("0.1", 0.1), ("1__0", 10), ("0_", 0),
    ("'10'", "10"), ("\"yes\"", "yes"), ("!!str 10", "10"), ("!!int '10'", 10), ("!!float '1'", 1.0),
    ("! yes", "yes"), ("!unsafe '12'", 12), ("|\n  12", "12"),
  ]

  @Test(arguments: scalars)
  func scalarsHaveTheTypesOfYAML11(text: String, expected: Value) throws {
    #expect(try value("k: " + text) == ["k": expected])
  }

  @Test func keysAreTextAndKeepTheirValue() throws {
    let node = try #require(try YAMLReader.read("80: a\nyes: b\n~: c\n'7': d\n1.5: e\n=: f", file: "t.yml"))
    #expect(node.entries?.map(\.key) == ["80", "true", "null", "7", "1.5", "="])
    #expect(node.entries?.map(\.keyValue) == [80, true, nil, "7", 1.5, "="])
  }

  @Test func everyNodeKnowsItsPlace() throws {
    let node = try #require(try YAMLReader.read("a:\n  - b: é\n    c: 1\n", file: "t.yml"))
    let item = try #require(node["a"]?.items?.first)
    #expect(item["c"]?.position == SourcePosition(file: "t.yml", line: 3, column: 8))
    #expect(item.entries?.first?.keyPosition == SourcePosition(file: "t.yml", line: 2, column: 5))
  }

  @Test func mergeKeysOverlayInPythonsOrder() throws {
    let text = """
      base: &base {a: 1, b: 2}
      more: &more {b: 3, c: 4}
      one: {z: 0, <<: *base, b: 9}
      two: {<<: [*base, *more]}
      """
    let node = try #require(try YAMLReader.read(text, file: "t.yml"))
    #expect(node["one"]?.entries?.map(\.key) == ["a", "b", "z"])
    #expect(node["one"]?.value == ["a": 1, "b": 9, "z": 0])
    #expect(node["two"]?.value == ["a": 1, "b": 2, "c": 4])
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", 3, 1), ("x:\n  k: 1\n  'k': 2\n", 3, 3), ("1: a\n0x1: b\n", 2, 1),
    ("a: 1\r\nb: 2\r\na: 3\r\n", 3, 1), ("x: {a: 1, a: 2}\n", 1, 5),
  ])
  func duplicateKeysAreErrorsAtTheSecond(text: String, line: Int, column: Int) throws {
    let found = try #require(problem(text))
    #expect(found.message.contains("set twice"))
    #expect(found.position.line == line)
    if line > 1 { #expect(found.position.column == column) }
  }

  @Test(arguments: [
    ("a: [1", "not YAML"), ("a: b: c", "not YAML"), ("a: *x", "undefined alias"),
    ("a: 1\n---\nb: 2", "another"),
    ("a: {{ b }}", "key"), ("a: !vault x", "encrypted"), ("$ANSIBLE_VAULT;1.1;AES256\n00", "encrypted"),
    ("a: !foo x", "tag !foo"), ("a: !!python/object:os.system x", "tag"), ("a: !!int x", "whole number"),
    ("a: 2020-13-45", "not a date"), ("a: =", "lone ="), ("a: \u{7}", "U+0007"), ("<<: 1", "merge key"),
    ("\ta: 1", "not YAML"), ("a: 123456789012345678901234567890", "64-bit"),
    ("a: &a [*a]", "undefined alias"),
    ("a: 0x_", "whole number"), ("a: !!bool maybe", "true/false"),
  ])
  func wrongDocumentsAreProblemsWithAPlace(text: String, expected: String) throws {
    let found = try #require(problem(text))
    #expect(found.message.contains(expected), "\(found)")
    #expect(found.position.line > 0)
  }

  @Test func aliasBombsAreRefused() throws {
    let bomb =
      "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
      + zip("bcdefghij", "abcdefghi").map {
        "\($0): &\($0) [\(Array(repeating: "*\($1)", count: 10).joined(separator: ", "))]\n"
      }
      .joined()
    #expect(problem(bomb)?.message.contains("aliases make this document larger") == true)
    #expect(problem(bomb + "? *j\n: 1\n")?.message.contains("made of aliases") == true)
    #expect(problem(bomb + "{[*j]: 1}: 1\n")?.message.contains("made of aliases") == true)
  }

  @Test func deepDocumentsAreRefusedAndDoNotCrash() {
    func nest(_ depth: Int, _ inner: String = "") -> String {
      String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
    }
    #expect(problem(nest(199)) == nil)
    #expect(problem(nest(900))?.message.contains("nested deeper") == true)
    #expect(problem(nest(100_000))?.message.contains("not YAML") == true)
    #expect(problem(String(repeating: "- ", count: 100_000)) != nil)
    var chain = "a0: &a0 [x]\n"
    for index in 1...200 { chain += "a\(index): &a\(index) \(nest(900, "*a\(index - 1)"))\n" }
    #expect(problem(chain)?.message.contains("nested deeper") == true)
  }

  @Test func taggedCollections() throws {
    #expect(try value("!!omap [a: 1, b: 2]") == [["a", 1], ["b", 2]])
    #expect(try value("!!pairs [a: 1, a: 2]") == [["a", 1], ["a", 2]])
    #expect(problem("!!omap [1]")?.message.contains("one entry") == true)
  }
}
