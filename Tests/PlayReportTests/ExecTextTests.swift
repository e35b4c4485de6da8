import PlayModel
import PlayTesting
import Testing

@testable import PlayReport

@Suite struct ExecTextTests {
  private func result(_ host: HostName, exit: Int) -> ExecResult {
    ExecResult(host: host, ending: .exited(exit))
  }

  @Test func hostsThatSaidTheSameAreOneGroup() {
    let said: [HostName: String] = ["h1": "a", "h2": "b", "h3": "a", "h4": "a", "h5": "c"]
    let results = [
      result("h1", exit: 0), result("h2", exit: 0), result("h3", exit: 0), result("h4", exit: 1),
      ExecResult(host: "h5", outcome: .unreachable, detail: "no route"),
    ]
    let groups = ExecGroup.groups(results) { said[$0] ?? "" }
    #expect(groups.map(\.hosts) == [["h1", "h3"], ["h2"], ["h4"], ["h5"]])
    #expect(
      groups.map { ExecText.headline($0).plain } == [
        "h[1,3] (2)", "h2", "h4  exited with 1", "h5  unreachable: no route",
      ])
    #expect(ExecText.counts(results) == "3 ok, 1 failed, 1 unreachable")
  }

  @Test func allFailedIsStillCounted() {
    #expect(ExecText.counts([result("h1", exit: 3)]) == "0 ok, 1 failed")
  }

  /// However the bytes come, the lines are the same.
  @Test(arguments: UInt64(1)...50) func linesAreWhole(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text =
      (0..<Int.random(in: 0...200, using: &random)).map { _ in
        [0x0A, 0x61, 0xFF, 0x0D].randomElement(using: &random) ?? 0x0A
      } as [UInt8]
    var lines = OutputLines()
    var out: [[UInt8]] = []
    var rest = text[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...30, using: &random))
      out += lines.take([UInt8](piece))
      rest = rest[piece.endIndex...]
    }
    if let last = lines.end() { out.append(last) }
    var expected = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { [UInt8]($0) }
    if expected.last == [] { expected.removeLast() }
    #expect(out == expected)
  }

  @Test func aLineWithoutEndDoesNotFillTheMemory() {
    var lines = OutputLines()
    let given = lines.take([UInt8](repeating: 0x78, count: 1 << 20))
    #expect(given.count == 16)
    #expect(lines.end() == nil)
  }

  @Test func aHostCannotActOnTheTerminal() {
    let hostile = Array("\u{1B}]0;title\u{07}\u{1B}[2Jok\r".utf8)
    let style = ReportStyle(colour: true)
    let shown = String(
      decoding: HostPrefix.line("h1", hostile, style: style, terminal: true), as: UTF8.self)
    #expect(shown.hasSuffix("h1:\u{1B}[0m ok\n"))
    let piped = HostPrefix.line("h1", hostile, style: ReportStyle(), terminal: false)
    #expect(piped == Array("h1: ".utf8) + hostile + [0x0A])
  }

  /// `patch` of the difference gives the new text back: the hunks' numbers and lines are right.
  @Test(arguments: UInt64(1)...200) func differencesCanBeApplied(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func text() -> [String] {
      (0..<Int.random(in: 0...30, using: &random)).map { _ in String(Int.random(in: 0...5, using: &random)) }
    }
    let old = text()
    var new = old
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let place = Int.random(in: 0...new.count, using: &random)
      if Bool.random(using: &random), place < new.count {
        new.remove(at: place)
      } else {
        new.insert("x", at: place)
      }
    }
    var patched: [String] = []
    var next = 0
    for line in OutputDifference.unified(from: old, to: new).map(\.plain) {
      if let head = line.wholeMatch(of: /@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/) {
        let count = head.output.2.flatMap { Int($0) } ?? 1
        let first = (Int(head.output.1) ?? 0) - (count == 0 ? 0 : 1)
        patched += old[next..<first]
        next = first
        #expect((Int(head.output.3) ?? 0) - (head.output.4 == "0" ? 0 : 1) == patched.count)
        continue
      }
      switch line.first {
      case "+": patched.append(String(line.dropFirst()))
      case "-":
        #expect(old[next] == line.dropFirst())
        next += 1
      default:
        #expect(old[next] == line.dropFirst())
        patched.append(old[next])
        next += 1
      }
    }
    patched += old[next...]
    #expect(patched == new)
  }
}
