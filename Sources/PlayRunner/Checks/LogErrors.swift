import PlayModel

/// Looks for lines that must not be in a container's log, from its beginning on, a look at a time.
struct LogErrors {
  private let patterns: [(text: String, regex: Regex<AnyRegexOutput>)]
  /// From when on the next look has to ask.
  private(set) var since = "0"

  /// `nil` where there is nothing to look for.
  init?(_ texts: [String]) {
    patterns = texts.compactMap { text in (try? Regex(text)).map { (text, $0) } }
    guard !patterns.isEmpty else { return nil }
  }

  /// The first line that one matches, with what was logged before it. Lines of the second in which the last look was
  /// made are seen twice.
  mutating func trouble(in report: ScriptReport) -> Trouble? {
    since = report.fact("logged") ?? since
    let lines = report.facts("log")
    for (index, line) in lines.enumerated() {
      for (text, regex) in patterns where line.contains(regex) {
        let shown = line.count > 200 ? line.prefix(200) + "…" : line
        return Trouble(
          .checkFailed, "its log has a line that matches /\(text)/: \(shown)",
          log: Array(lines[max(0, index - 19)...index]))
      }
    }
    return nil
  }
}
