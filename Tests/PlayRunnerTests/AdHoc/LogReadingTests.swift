import PlayModel
import Testing

@testable import PlayRunner

@Suite struct LogReadingTests {
  private static let output = """
    Welcome to h1

    n0nce begin

    n0nce container web
    2026-11-22T16:20:30.000000001Z one
    2026-11-22T16:20:31Z two  words\r
    2026-11-22T16:20:32Z

    n0nce end

    """

  private func chunks(_ text: String, size: Int, _ stream: OutputChunk.Stream = .stdout) -> [OutputChunk] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: size).map {
      OutputChunk(stream: stream, bytes: [UInt8](bytes[$0..<min(bytes.count, $0 + size)]))
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1000])
  func readsLinesHoweverTheyCome(size: Int) {
    var reading = LogReading(host: "h1", nonce: "n0nce")
    let entries = chunks(Self.output, size: size).flatMap { reading.take($0) }
    #expect(entries.map { String(decoding: $0.text, as: UTF8.self) } == ["one", "two  words", ""])
    #expect(entries.map(\.container) == ["web", "web", "web"])
    #expect(entries.first?.time == EngineTime(seconds: 1_795_364_430, nanoseconds: 1))
    #expect(reading.hasEnded)
    #expect(reading.containers == ["web"])
  }

  @Test func bothStreamsHaveTheirOwnContainers() {
    var reading = LogReading(host: "h1", nonce: "n0nce")
    let errors = "n0nce begin\n\nn0nce container old\n2026-11-22T16:20:30Z e\n"
    let fromErrors = chunks(errors, size: 10, .stderr).flatMap { reading.take($0) }
    let fromOutput = chunks(Self.output, size: 10).flatMap { reading.take($0) }
    #expect(fromErrors.map(\.container) == ["old"])
    #expect(fromErrors.map(\.stream) == [.stderr])
    #expect(fromOutput.allSatisfy { $0.container == "web" && $0.stream == .stdout })
  }

  @Test func aLineThatIsBrokenOffIsNotGivenOut() {
    var reading = LogReading(host: "h1", nonce: "n0nce")
    let cut =
      Self.output.prefix { $0 != "w" } + "n0nce begin\n2026-11-22T16:20:30Z whole\n2026-11-22T16:20:31Z ha"
    let entries = chunks(String(cut), size: 5).flatMap { reading.take($0) }
    reading.end()
    #expect(entries.map { String(decoding: $0.text, as: UTF8.self) } == ["whole"])
    #expect(!reading.hasEnded)
  }

  @Test func aVeryLongLineComesInPiecesOfOneTime() {
    var reading = LogReading(host: "h1", nonce: "n0nce")
    let long = String(repeating: "x", count: 200_000)
    let text = "n0nce begin\n2026-11-22T16:20:30Z \(long)\n2026-11-22T16:20:31Z next\n"
    let entries = chunks(text, size: 30_000).flatMap { reading.take($0) }
    #expect(entries.dropLast().map { String(decoding: $0.text, as: UTF8.self) }.joined() == long)
    #expect(Set(entries.dropLast().map(\.time)).count == 1)
    #expect(entries.last?.text == Array("next".utf8))
  }

  @Test func theEnginesWordsAreKeptForALogThatCannotBeRead() {
    var reading = LogReading(host: "h1", nonce: "n0nce")
    _ = chunks("n0nce begin\nn0nce container web\n\nn0nce failed\nn0nce end\n", size: 9)
      .flatMap { reading.take($0) }
    _ = chunks("n0nce begin\nn0nce container web\nError: logging driver cannot read\n", size: 9, .stderr)
      .flatMap { reading.take($0) }
    reading.end()
    #expect(reading.failures.map(\.container) == ["web"])
    #expect(reading.failures.map(\.words) == ["Error: logging driver cannot read"])
  }

  @Test func aNewConnectionRepeatsAndLeavesOutNothing() {
    func entry(_ seconds: Int64, _ stream: OutputChunk.Stream = .stdout, _ text: String = "") -> LogEntry {
      LogEntry(
        host: "h1", container: "web", stream: stream, time: EngineTime(seconds: seconds),
        text: Array(text.utf8))
    }
    var position = LogPosition()
    #expect(position.since == nil)
    let before = [entry(1), entry(5), entry(5, .stdout, "same time"), entry(3, .stderr)]
    #expect(before.allSatisfy { position.isNew($0) })
    #expect(position.since == "3.000000000")
    position.beginAgain()
    let again = [
      entry(4), entry(5), entry(5, .stdout, "same time"), entry(5, .stdout, "third of that time"), entry(6),
      entry(3, .stderr), entry(4, .stderr),
    ]
    #expect(again.map { position.isNew($0) } == [false, false, false, true, true, false, true])
    #expect(position.since == "4.000000000")
  }
}
