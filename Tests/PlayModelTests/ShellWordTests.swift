import Foundation
import PlayModel
import PlayTesting
import Testing

@Suite("Shell quoting")
struct ShellWordTests {
  /// What a real `/bin/sh` makes of a line: its arguments, each ended by a NUL.
  private func arguments(of line: String) throws -> [String] {
    try bytes(of: line).map { String(decoding: $0, as: UTF8.self) }
  }

  private func bytes(of line: String) throws -> [[UInt8]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("printf '%s\\0' \(line)\n".utf8))
    try input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { [UInt8]($0) }
  }

  @Test("A real shell reads back exactly what was quoted")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("ab'\"\\ $`\n\t*?[]{}()<>|&;~#!=%^-é漢\u{7f}\r").map(String.init)
    for _ in 0..<60 {
      let words = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }.joined()
      }
      #expect(try arguments(of: ShellWord.line(words)) == words)
    }
  }

  @Test("Bytes that are no text come out as they went in")
  func bytesRoundTrip() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<60 {
      let words = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (0..<Int.random(in: 0...16, using: &generator)).map { _ in
          UInt8.random(in: 1...255, using: &generator)
        }
      }
      let line = words.map { ShellWord.quote(bytes: $0) }.joined(separator: " ")
      #expect(try bytes(of: line) == words)
    }
  }

  @Test("Words without meaning to a shell stay readable")
  func plain() {
    #expect(
      ShellWord.line(["docker", "ps", "--filter", "name=^/web$"]) == "docker ps --filter 'name=^/web$'")
    #expect(ShellWord.quote("") == "''")
    #expect(ShellWord.quote("it's") == #"'it'\''s'"#)
  }
}
