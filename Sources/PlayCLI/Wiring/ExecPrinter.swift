import Foundation
import PlayModel
import Synchronization

/// Prints what hosts answered: `host: line`, or a JSON object a host; one host's answer at a time.
final class ExecPrinter: Sendable {
  private let format: OutputOptions.Format
  private let turn = Mutex(())

  init(format: OutputOptions.Format) { self.format = format }

  func show(_ result: ExecResult) {
    turn.withLock { _ in
      switch format {
      case .human: showLines(result)
      case .json: showJSON(result)
      }
    }
  }

  /// The last line counts; it goes to stderr, so that a pipe gets the hosts' words only.
  func summary(_ outcomes: [ExecResult.Outcome]) {
    guard format == .human else { return }
    let counts = [
      (outcomes.count { $0 == .ok }, "ok"), (outcomes.count { $0 == .failed }, "failed"),
      (outcomes.count { $0 == .unreachable }, "unreachable"),
      (outcomes.count { $0 == .timedOut }, "timed out"),
    ]
    let parts = counts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }.map {
      "\($0.element.0) \($0.element.1)"
    }
    Console.complain(parts.joined(separator: ", "))
  }

  private func showLines(_ result: ExecResult) {
    var text = ""
    for line in String(decoding: result.stdout, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      text += "\(result.host): \(line)\n"
    }
    if result.stdout.isEmpty {
      text = ""
    } else if result.stdout.last == 0x0A {
      text.removeLast("\(result.host): \n".count)
    }
    Console.print(text)
    for line in String(decoding: result.stderr, as: UTF8.self).split(separator: "\n") {
      Console.complain("\(result.host): \(line)")
    }
    switch (result.outcome, result.exit) {
    case (.ok, _): break
    case (_, let code?): Console.complain("\(result.host): exited with \(code)")
    case (.timedOut, nil): Console.complain("\(result.host): timed out: \(result.detail ?? "")")
    case (_, nil):
      Console.complain("\(result.host): \(result.outcome.rawValue): \(result.detail ?? "")")
      if let advice = result.advice { Console.complain("\(result.host):   \(advice)") }
    }
  }

  private struct Line: Encodable {
    let type = "exec.result"
    let host: String
    let outcome: String
    let exit: Int?
    let stdout: String
    let stderr: String
    let stdout_base64: String?
    let stderr_base64: String?
    let error: String?
  }

  private func showJSON(_ result: ExecResult) {
    let line = Line(
      host: result.host.text, outcome: result.outcome.rawValue, exit: result.exit,
      stdout: String(decoding: result.stdout, as: UTF8.self),
      stderr: String(decoding: result.stderr, as: UTF8.self),
      stdout_base64: Self.base64(result.stdout), stderr_base64: Self.base64(result.stderr),
      error: result.detail)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(line) else { return }
    Console.print(String(decoding: data, as: UTF8.self) + "\n")
  }

  /// Only for bytes that text cannot say.
  private static func base64(_ bytes: [UInt8]) -> String? {
    String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
  }
}
