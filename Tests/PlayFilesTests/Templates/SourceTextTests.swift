import PlayModel
import Testing

@testable import PlayFiles

/// Faults point inside a scalar, however YAML wraps it.
@Suite struct SourceTextTests {
  /// In each text the undefined variable is called `nope`; its place is where the file has that word.
  @Test(arguments: [
    "image: {{ nope }}x".replacing("{{", with: "a{{"),
    "image: \"{{ nope }}\"",
    "image: '{{ nope }}'",
    "image: \"{{ a }}/{{ nope }}\"",
    "image: \"\\\"quoted\\\" {{ nope }}\"",
    "image: 'it''s {{ a }} {{ nope }}'",
    "image: |\n  first line\n  {{ a }} and {{ nope }}\n",
    "image: >-\n    folded {{ a }}\n    {{ a }} {{ nope }}\n",
    "image: \"two\n  lines {{ nope }}\"",
    "image: \"\u{E9}\u{1F600} {{ nope }}\"",
    "image: \"{{ '{{' }} {{ nope }}\"",
    "image: \"{% raw %}{{ x }}{% endraw %}{{ nope }}\"",
    "image: \"{{ a | default(nope) }}{{ missing | default(nope) }}\"",
    "x-a: &a \"{{ nope }}\"\nimage: *a",
  ])
  func pointsAtTheName(_ keys: String) throws {
    var fixture = PlaybookFixture(service: keys)
    fixture.shared = ["a": "1"]
    let text = try #require(fixture.files["site.yml"])
    let problems = #expect(throws: FileProblems.self) { try fixture.resolve() }
    let position = try #require(problems?.all.first { $0.message == "`nope` is not defined" }?.position)
    let line = text.split(separator: "\n", omittingEmptySubsequences: false)[position.line - 1]
    let place = String(line.unicodeScalars.dropFirst(position.column - 1))
    #expect(place.hasPrefix("nope"))
  }

  @Test func aByteOrderMarkIsNoColumn() throws {
    let fixture = PlaybookFixture("\u{FEFF}- {hosts: web, services: {web: {image: \"{{ nope }}\"}}}")
    let problems = #expect(throws: FileProblems.self) { try fixture.resolve() }
    #expect(problems?.all.first?.position == SourcePosition(file: "site.yml", line: 1, column: 44))
  }
}
