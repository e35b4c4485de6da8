import PlayModel
import Testing

@testable import PlayFiles

@Suite struct PythonLiteralTests {
  private func value(_ text: String) throws -> Value {
    try INIValue.read(text, at: SourcePosition(file: "hosts", line: 1, column: 1))
  }

  private static let values: [(String, Value)] = [
    ("8080", Value.int(8080)), ("0x1F", 31), ("010", "010"), ("00", 0), ("False", false), ("None", nil),
    ("yes", "yes"),
    ("'03'", "03"), ("[1, 2]", [1, 2]), ("1,2", [1, 2]), ("(1)", 1), ("()", []),
    ("{'a': [None]}", ["a": [nil]]),
    ("1e3", 1000.0), ("1.", 1.0), (".5", 0.5), ("-1", -1), ("--1", "--1"), ("1_0", 10), ("1__0", "1__0"),
    ("...", "..."),
    ("1j", "1j"), ("1+2j", "(1+2j)"), ("1+1", "1+1"), ("'a' 'b'", "ab"), ("r'\\d'", "\\d"),
    ("'\\x41\\101\\u0041'", "AAA"),
    ("'\\N{LATIN SMALL LETTER A}'", "a"), ("b'x'", .unsafe("x")), ("f'x'", "f'x'"), ("80 # c", 80),
    ("a # c", "a # c"),
    ("{{ x }}", "{{ x }}"), ("-9223372036854775808", .int(.min)), ("set()", []), ("{1, 1.0, True}", [1]),
    ("", ""),
    ("\"\"\"x\"\"\"", "x"), ("'x", "'x"), ("[1", "[1"), ("1 2", "1 2"), ("-True", "-True"),
    ("{1: 2}", ["1": 2]), ("0_1", "0_1"),
  ]

  @Test(arguments: values)
  func textsBecomeValues(text: String, expected: Value) throws {
    #expect(try value(text) == expected)
  }

  @Test(arguments: ["{{1}}", "{[1]}", "{{}: 1}", "9223372036854775808", "{(1,): 2}"])
  func valuesNobodyCanHoldAreProblems(text: String) {
    #expect(throws: FileProblem.self) { try value(text) }
  }

  @Test func deepTextsEndQuickly() throws {
    for open in ["[", "(", "{", "{{", "[{(", "-", "'a' ", "1,", "{1:"] {
      let text = String(repeating: open, count: 50_000)
      #expect(throws: Never.self) { try value(text) }
    }
  }
}
