import Synchronization

/// A regular expression to look for in lines, from any thread.
final class LinePattern: Sendable {
  private let expression: Mutex<Regex<AnyRegexOutput>>

  init(_ text: String) throws { expression = Mutex(try Regex(text)) }

  func isIn(_ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    return expression.withLock { text.firstMatch(of: $0) != nil }
  }
}
