import PlayModel
import Testing

@testable import PlayFiles

@Suite struct ValueTextTests {
  @Test(arguments: [
    (1.0, "1.0"), (0.1, "0.1"), (1e16, "1e+16"), (1e15, "1000000000000000.0"), (123456.75, "123456.75"),
    (1e-4, "0.0001"),
    (1e-5, "1e-05"), (1.5e300, "1.5e+300"), (-0.0, "-0.0"), (5.5e-300, "5.5e-300"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (1234567890123456.7, "1234567890123456.8"), (100.0, "100.0"), (2e22, "2e+22"),
  ])
  func floatsLookAsInPython(number: Double, text: String) {
    #expect(number.pythonText == text)
    #expect(Double(text) == number)
  }

  @Test func jsonIsSortedAndKeepsTypes() {
    let value: Value = ["b": [1, 1.0, true, nil, "x\"\n\u{1}é"], "a": [:], "é": [], "c": .double(.nan)]
    #expect(
      value.jsonText()
        == "{\"a\": {}, \"b\": [1, 1.0, true, null, \"x\\\"\\n\\u0001é\"], \"c\": NaN, \"é\": []}")
    #expect(
      (["a": [1, ["b": 2]]] as Value).jsonText(indent: 2)
        == "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ]\n}")
  }

  private static let values: [(Value, String)] = [
    (Value.string("it's"), "it's"), (["it's"], "[\"it's\"]"), (["a\"b"], "['a\"b']"),
    (["a'b\"c"], "['a\\'b\"c']"),
    (["\u{1}\n\t\\é\u{2028}"], "['\\x01\\n\\t\\\\é\\u2028']"), ([true, nil, 1, 1.0], "[True, None, 1, 1.0]"),
    (["k": ["v"]], "{'k': ['v']}"),
    (.unsafe("{{x}}"), "{{x}}"), (nil, "None"),
  ]

  @Test(arguments: values)
  func pythonTextIsPythons(value: Value, expected: String) {
    #expect(value.pythonText == expected)
  }

  @Test func unsafeTextsAreMarked() {
    #expect(Value.unsafe("x").unsafeText == "x")
    #expect(Value.string("x").unsafeText == nil)
    #expect((["a": ["x", 1]] as Value).madeUnsafe == ["a": [.unsafe("x"), 1]])
    #expect(Value.unsafe("x").madeUnsafe == .unsafe("x"))
  }
}
