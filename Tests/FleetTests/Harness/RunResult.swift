import Foundation

/// How one execution of the program ended.
struct RunResult: Sendable {
  let exit: Int
  let stdout: String
  let stderr: String
  /// The lines of `--output json`; empty for human output.
  let events: [JSONValue]
  /// All lines of JSON, whatever they are of.
  let lines: [JSONValue]

  init(_ ending: ChildProcess.Ending) {
    exit = ending.exit
    stdout = ending.stdout
    stderr = ending.stderr
    lines = ending.stdout.split(separator: "\n").compactMap { try? JSONValue.parse($0) }
    events = lines.filter { $0["type"].text != nil }
  }

  /// Everything a person sees.
  var said: String { stdout + stderr }

  var runID: String { events.first?["run"].text ?? "" }
  var outcome: String? { events.last?["outcome"].text }

  /// `{"h1": "changed", …}` of the last line.
  var hosts: [String: String] { events.last?["hosts"].fields.compactMapValues(\.text) ?? [:] }

  func events(_ type: String) -> [JSONValue] { events.filter { $0["type"].text == type } }

  /// Why a host ended as it did.
  func trouble(_ host: FleetHost) -> JSONValue {
    events("host.finished").first { $0["host"].text == host.name }?["trouble"] ?? .null
  }
}
