import PlayModel
import PlayPlanning

/// One run as JSON lines: its events as `--output json` printed them while it ran.
public enum ShowJSON {
  public static func lines(
    _ events: [RunEvent], difference: Bool = false
  ) throws(IllegalTransition) -> String {
    guard let first = events.first else { return "" }
    var state = RunState(run: first.run)
    var report = JSONLines(difference: difference)
    var out = ""
    for event in events { out += try report.text(for: event, folding: &state) }
    return out
  }
}
