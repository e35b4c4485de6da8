import PlayModel
import Testing

@testable import PlayFiles

@Suite struct EnvFileTests {
  private func read(_ text: String, known: [String: String] = [:]) throws -> [String: String] {
    let entries = try EnvFile.parse(text, file: "a.env", known: known)
    return Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// The specification's "Env_file format", line by line.
  private static let values: [(String, String)] = [
    ("VAR=VAL", "VAL"), ("VAR=\"VAL\"", "VAL"), ("VAR='VAL'", "VAL"), ("VAR=VAL # comment", "VAL"),
    ("VAR=VAL# not a comment", "VAL# not a comment"), ("VAR=\"VAL # not a comment\"", "VAL # not a comment"),
    ("VAR=\"VAL\" # comment", "VAL"), ("VAR='$OTHER'", "$OTHER"), ("VAR='${OTHER}'", "${OTHER}"),
    (#"VAR='Let\'s go!'"#, "Let's go!"), (#"VAR="{\"hello\": \"json\"}""#, #"{"hello": "json"}"#),
    (#"VAR="some\tvalue""#, "some\tvalue"), (#"VAR='some\tvalue'"#, #"some\tvalue"#),
    (#"VAR=some\tvalue"#, #"some\tvalue"#), (#"VAR="a\nb\rc\\d""#, "a\nb\rc\\d"), ("VAR=", ""), ("VAR= ", ""),
    ("VAR=#", ""), ("VAR=color=#fff", "color=#fff"), ("export VAR=x", "x"), ("VAR: x", "x"),
    ("  VAR = x ", "x"),
    ("VAR=\"a\nb\"", "a\nb"), ("VAR=https://a:b@c/d?e=f", "https://a:b@c/d?e=f"), ("\u{FEFF}VAR=x", "x"),
    ("VAR=x\r\n", "x"), ("# c\n\n \t\nVAR=x", "x"), ("VAR=1\nVAR=2", "2"), (#"VAR=\$HOME"#, "$HOME"),
    ("VAR=$$x", "$x"),
    ("VAR=a$", "a$"), ("VAR=a$1", "a$1"), ("VAR=\u{2028}x", "x"),
  ]

  @Test(arguments: values)
  func reads(_ text: String, _ expected: String) throws {
    #expect(try read(text) == ["VAR": expected])
  }

  private static let references: [(String, String)] = [
    ("B=$A", "1"), ("B=${A}x", "1x"), ("B=\"$A\"", "1"), ("B=${NO:-d}", "d"), ("B=${EMPTY:-d}", "d"),
    ("B=${EMPTY-d}", ""),
    ("B=${NO-$A}", "1"), ("B=${A:+set}", "set"), ("B=${NO:+set}", ""), ("B=${NO+set}", ""),
    ("B=${EMPTY+set}", "set"),
    ("B=${A:?no}", "1"), ("B=${NO:-${A}}", "1"),
  ]

  @Test(arguments: references)
  func variablesComeFromTheFiles(_ text: String, _ expected: String) throws {
    #expect(try read("A=1\nEMPTY=\n" + text)["B"] == expected)
    #expect(try read(text, known: ["A": "1", "EMPTY": ""])["B"] == expected)
  }

  private static let shell = "a deploy never takes variables from the shell it is started in; "

  private static let faults: [(String, String)] = [
    (
      "SECRET",
      "a.env:1:1: the line has no `=`\n  write NAME=VALUE; a deploy never takes variables from the shell it is started in"
    ),
    (
      "A=1\n  B=$NO",
      "a.env:2:3: a `$` refers to a variable that neither this file nor one before it sets\n  \(shell)for the character itself write \\$ or use single quotes"
    ),
    ("A=1\nB=\"x", "a.env:2:1: the \" opened on line 2 is never closed"),
    ("A='x' y", "a.env:1:1: there is text after the closing quote\n  quote the whole value"),
    ("A B=x", "a.env:1:1: what stands before `=` cannot be the name of an environment variable"),
    ("=x", "a.env:1:1: what stands before `=` cannot be the name of an environment variable"),
    ("A=${B", "a.env:1:1: a `${` is never closed"), ("A=${}", "a.env:1:1: a `${` names no variable"),
    ("A=${B?gone}", "a.env:1:1: a variable that `${…?}` asks for is not set"),
    ("B=1\nA=${B/x}", "a.env:2:1: a `${…}` is not understood\n  write ${NAME} or ${NAME:-default}"),
  ]

  @Test(arguments: faults)
  func problemsHaveTheirPlace(_ text: String, _ expected: String) throws {
    let problems = #expect(throws: FileProblems.self) { try read(text) }
    #expect(problems?.description == expected)
  }

  @Test func everyLineIsLookedAt() throws {
    let problems = #expect(throws: FileProblems.self) { try read("A\nB=1\nC='x\nD\n") }
    #expect(problems?.all.map(\.position.line) == [1, 3])
  }

  /// Any line of an env file may be a secret, the misplaced ones above all.
  @Test(arguments: [
    "hunter2", "A=$hunter2", "A=${hunter2", "A=${hunter2}", "hunter2 x=1", "A='hunter2", "A='a' hunter2",
  ])
  func problemsNeverQuoteTheFile(_ text: String) throws {
    let problems = #expect(throws: FileProblems.self) { try read(text) }
    #expect(problems?.description.contains("hunter2") == false)
  }

  @Test func rawTakesValuesAsTheyAre() throws {
    let entries = try EnvFile.parse("A=\"x\" $B # c\n#A=y\nC:x=1\n", file: "a.env", format: .raw)
    #expect(entries.map { "\($0.name)|\($0.value)" } == ["A|\"x\" $B # c", "C:x|1"])
  }
}
