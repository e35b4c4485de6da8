import PlayModel

extension TroubleText {
  /// What stands below the sentence: the container's state, its last log lines, what to do.
  ///
  /// Of the log the last `logLines` are shown, `nil` shows all.
  static func details(_ trouble: Trouble, run: RunID?, logLines: Int?) -> [StyledText] {
    var lines: [StyledText] = []
    if let state = trouble.state { lines.append(StyledText("container: \(state)")) }
    let shown = trouble.log.suffix(logLines ?? trouble.log.count)
    let left = trouble.log.count - shown.count
    if left > 0 {
      let pointer = run.map { "; all are in swiftplay show \($0)" } ?? ""
      lines.append(StyledText("its last \(shown.count) of \(trouble.log.count) log lines\(pointer)", .dim))
    } else if !shown.isEmpty {
      lines.append(StyledText(shown.count == 1 ? "its log" : "its last \(shown.count) log lines", .dim))
    }
    lines += shown.map { StyledText("| ", .dim) + StyledText($0) }
    if let advice = trouble.advice { lines.append(StyledText("→ ", .strong) + StyledText(advice)) }
    return lines
  }
}
