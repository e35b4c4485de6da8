import Foundation
import PlayModel
import PlayReport

/// Shows what hosts said once for all that said the same, at the end.
final class GatherSink: ExecSink {
  /// Beyond this many lines a difference is not worth its time.
  private static let mostLines = 5000
  private let spool = OutputSpool()
  /// Shows groups as differences from the largest one.
  private let difference: Bool

  init(difference: Bool) { self.difference = difference }

  func take(_ chunk: OutputChunk, of host: HostName) { spool.append(chunk, of: host) }

  func finish(_ result: ExecResult) {}

  func end(_ results: [ExecResult], unfinished: [HostName]) throws {
    try spool.check()
    let groups = ExecGroup.groups(results) { spool.fingerprint(of: $0) }
    let largest = groups.max { $0.hosts.count < $1.hosts.count }
    for (index, group) in groups.enumerated() {
      if index > 0 { Console.print("\n") }
      Console.print(ExecText.headline(group).rendered(colour: Console.style.colour) + "\n")
      if let advice = group.result.advice { Console.complain("  \(advice)") }
      guard let host = group.hosts.first else { continue }
      if difference, let other = largest?.hosts.first, other != host, group.result.detail == nil {
        showDifference(from: other, to: host)
      } else {
        show(.stdout, of: host)
      }
      show(.stderr, of: host)
    }
  }

  private func show(_ stream: OutputChunk.Stream, of host: HostName) {
    let prefix = stream == .stderr ? Array("stderr: ".utf8) : []
    let terminal = Console.outputIsTerminal
    var lines = OutputLines()
    func print(_ line: [UInt8]) {
      let shown = terminal ? Array(StyledText(String(decoding: line, as: UTF8.self)).plain.utf8) : line
      Console.write(prefix + shown + [0x0A], to: .stdout)
    }
    spool.read(stream, of: host) { lines.take($0).forEach(print) }
    if let rest = lines.end() { print(rest) }
  }

  private func showDifference(from old: HostName, to new: HostName) {
    let texts = [old, new].map { host in
      String(decoding: spool.bytes(.stdout, of: host), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      ).map(String.init)
    }
    guard texts.allSatisfy({ $0.count <= Self.mostLines }) else {
      return Console.print("(more than \(Self.mostLines) lines: compare them with --out-dir and diff)\n")
    }
    let lines = OutputDifference.unified(from: texts[0], to: texts[1])
    if lines.isEmpty { return Console.print("(the same output)\n") }
    for line in lines { Console.print(line.rendered(colour: Console.style.colour) + "\n") }
  }
}
