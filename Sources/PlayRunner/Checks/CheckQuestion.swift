import Foundation
import PlayModel

/// Asks a check's question and reads the answer.
enum CheckQuestion {
  /// What a network check asks; `nil` for the kinds that a script or the engine answers.
  static func probe(_ question: Check.Question) -> NetworkProbe? {
    switch question {
    case .tcp(let address, let port):
      return NetworkProbe(address: address, port: port, question: .tcp, deadline: .seconds(5))
    case .http(let url, _, _, let headers):
      guard let parts = URLComponents(string: url), let host = parts.host else { return nil }
      let port = parts.port ?? 80
      let path = (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath)
      let address = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
      return NetworkProbe(
        address: address, port: port,
        question: .http(
          path: path + (parts.percentEncodedQuery.map { "?\($0)" } ?? ""),
          hostHeader: parts.port.map { "\(host):\($0)" } ?? host, headers: headers),
        deadline: .seconds(10))
    case .exec, .command, .healthy: return nil
    }
  }

  /// What is wrong with the answer; `nil` when the check passes.
  static func failure(_ question: Check.Question, answer: ProbeAnswer) -> String? {
    let what = describe(question)
    switch (question, answer) {
    case (.tcp, .connected): return nil
    case (.http(_, let wanted, let body, _), .http(let status, let bytes)):
      guard wanted.contains(status) else {
        return "\(what) answered \(status), not \(wanted.map(String.init).joined(separator: " or "))"
      }
      guard let body else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      let found = (try? Regex(body)).map { text.contains($0) } ?? false
      return found
        ? nil : "\(what) answered \(status), but its body has no match for /\(body)/: \(excerpt(text))"
    case (_, .refused(let why)): return "\(what): \(why)"
    case (_, .timedOut): return "\(what) did not answer in time"
    case (_, .connected), (_, .http): return "\(what) gave another kind of answer than was asked for"
    }
  }

  static func describe(_ question: Check.Question) -> String {
    switch question {
    case .http(let url, _, _, _): "GET \(url)"
    case .tcp(let address, let port): "TCP \(address):\(port)"
    case .exec(let arguments): "exec \(ShellWord.line(arguments))"
    case .command(let line): "command \(line)"
    case .healthy: "the engine's health check"
    }
  }

  private static func excerpt(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "(empty)"
    return line.count > 120 ? line.prefix(120) + "…" : line
  }
}

extension Check.Question {
  /// A script on the host answers it.
  var needsScript: Bool {
    switch self {
    case .exec, .command: true
    case .http, .tcp, .healthy: false
    }
  }
}
