import PlayModel
import Testing

@testable import PlayFiles

@Suite struct JSONReaderTests {
  private static let values: [(String, Value)] = [
    ("1", Value.int(1)), ("-0", 0), ("1.0", 1.0), ("1e2", 100.0), ("1E-2", 0.01), ("true", true),
    ("null", nil), ("[]", []),
    ("{\"a\": {\"b\": [1, \"x\"]}}", ["a": ["b": [1, "x"]]]), ("\"\\u00e9\\ud83d\\ude00\\/\\n\"", "é😀/\n"),
    ("{\"a\": 1, \"a\": 2}", ["a": 2]), ("Infinity", .double(.infinity)), ("\"\\ud800\"", "\u{FFFD}"),
    (" \t\r\n[1]\n", [1]),
    ("{\"__ansible_unsafe\": \"{{x}}\", \"more\": 1}", .unsafe("{{x}}")),
  ]

  @Test(arguments: values)
  func readsValues(text: String, expected: Value) throws {
    #expect(try JSONReader.read(text, file: "f").value == expected)
  }

  @Test(arguments: [
    ("", 1, 1), ("[1,\n2", 2, 2), ("{a: 1}", 1, 2), ("[1 2]", 1, 4), ("\"a\nb\"", 1, 3), ("\"\\x\"", 1, 3),
    ("1 2", 1, 3),
    ("01", 1, 2), ("[01]", 1, 3), ("{\"a\" 1}", 1, 6), ("tru", 1, 1), ("-", 1, 1), ("1.", 1, 2),
    ("[1,]", 1, 4),
    ("{\"a\": 99999999999999999999}", 1, 7), ("{\"__ansible_vault\": \"x\"}", 1, 2), ("\"\\u12\"", 1, 6),
    ("'a'", 1, 1),
  ])
  func problemsHaveAPlace(text: String, line: Int, column: Int) {
    let error = #expect(throws: FileProblem.self) { try JSONReader.read(text, file: "f") }
    #expect(error?.position == SourcePosition(file: "f", line: line, column: column))
  }

  @Test func deepTextsAreRefused() {
    #expect(throws: FileProblem.self) {
      try JSONReader.read(String(repeating: "[", count: 100_000), file: "f")
    }
  }
}
