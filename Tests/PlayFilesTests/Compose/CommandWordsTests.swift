import Testing

@testable import PlayFiles

@Suite struct CommandWordsTests {
  private static let commands: [(String, [String])] = [
    ("bundle exec thin -p 3000", ["bundle", "exec", "thin", "-p", "3000"]),
    ("  a \t b\n c ", ["a", "b", "c"]), ("", []), ("''", [""]), ("a'b c'd", ["ab cd"]),
    (#"echo "it's" 'a "b"'"#, ["echo", "it's", #"a "b""#]), (#"a\ b \"c\""#, ["a b", "\"c\""]),
    (#"'a\b'"#, [#"a\b"#]), (#"a\tb"#, ["a\tb"]), ("echo $HOME ${X}", ["echo", "$HOME", "${X}"]),
    ("sh -c 'a && b | c > d; e'", ["sh", "-c", "a && b | c > d; e"]),
    ("# not a comment", ["#", "not", "a", "comment"]),
  ]

  @Test(arguments: commands)
  func splits(_ text: String, _ expected: [String]) throws {
    #expect(try CommandWords.split(text) == expected)
  }

  /// Compose would silently run `echo a` here.
  @Test(arguments: ["echo a && b", "a | b", "a; b", "a > b", "a < b", "a `b`", "echo $(date)", "(a)"])
  func refusesWhatOnlyAShellUnderstands(_ text: String) throws {
    let fault = #expect(throws: ValueFault.self) { try CommandWords.split(text) }
    #expect(fault?.message.hasSuffix("needs a shell, and `\(text)` is run without one") == true)
    #expect(
      fault?.hint == "write [sh, -c, \"…\"] to run it in the container's shell, or quote the character")
  }

  @Test func refusesWhatIsNotClosed() {
    #expect(throws: ValueFault("`a 'b` has a ' that is never closed")) { try CommandWords.split("a 'b") }
    #expect(throws: ValueFault("`a \"b` has a \" that is never closed")) { try CommandWords.split("a \"b") }
    #expect(throws: ValueFault(#"`a\` ends with a backslash that escapes nothing"#)) {
      try CommandWords.split(#"a\"#)
    }
  }
}
