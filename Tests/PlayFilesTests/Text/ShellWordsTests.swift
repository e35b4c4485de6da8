import Testing

@testable import PlayFiles

@Suite struct ShellWordsTests {
  @Test(arguments: [
    ("a b  c", ["a", "b", "c"]), ("a=\"x y\" b='p q'", ["a=x y", "b=p q"]), ("a\\ b", ["a b"]),
    ("\"\" ''", ["", ""]),
    ("\"a\\\"b\\\\c\\d\"", ["a\"b\\c\\d"]), ("'a\\b'", ["a\\b"]), ("a#b c", ["a"]), ("a # b", ["a"]),
    ("#a", []),
    ("'#a' b", ["#a", "b"]), ("a'b'\"c\"d", ["abcd"]), ("", []), ("\u{A0}a", ["\u{A0}a"]),
  ])
  func splitsAsPythonDoes(line: String, expected: [String]) throws {
    #expect(try ShellWords.split(line.unicodeScalars, comments: true).map(\.text) == expected)
  }

  @Test func commentsAreKeptOnRequest() throws {
    #expect(try ShellWords.split("a #b".unicodeScalars, comments: false).map(\.text) == ["a", "#b"])
  }

  @Test func wordsKnowWhereTheyBegin() throws {
    #expect(try ShellWords.split("a  'b c' d".unicodeScalars, comments: true).map(\.offset) == [0, 3, 9])
  }

  @Test func openEndsAreRefused() {
    #expect(throws: ShellWords.Failure.noClosingQuotation) {
      try ShellWords.split("'a".unicodeScalars, comments: true)
    }
    #expect(throws: ShellWords.Failure.noEscapedCharacter) {
      try ShellWords.split("a\\".unicodeScalars, comments: true)
    }
  }
}
