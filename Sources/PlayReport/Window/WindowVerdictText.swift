import PlayModel
import PlayPlanning

/// Whether changes may be made, in words.
public enum WindowVerdictText {
  public static func sentence(
    _ verdict: WindowVerdict, at time: Timestamp, window: Window, next: Timestamp?
  ) -> String {
    let zone = window.zone
    switch verdict {
    case .open(_, let occurrence):
      return "open: \(WindowText.sentence(occurrence, zone: zone)); no new batch after "
        + WindowText.clock(occurrence.cutoff, zone)
    case .unrestricted: return "no freeze is in force"
    case .denied, .closed: return refusal(verdict, of: "", zone: zone, next: next)
    }
  }

  /// Why nothing may begin now, and when it may.
  ///
  /// - Parameter subject: what is closed; empty when that is clear.
  public static func refusal(
    _ verdict: WindowVerdict, of subject: String, zone: ZoneRules, next: Timestamp?
  ) -> String {
    var why = subject.isEmpty ? "closed" : "\(subject) is closed"
    if case .denied(let freeze) = verdict {
      why += " by the freeze \(freeze.window) until \(WindowText.instant(freeze.end, zone: zone))"
    }
    guard let next else { return "\(why), and it does not open any more" }
    return "\(why); it opens next on \(WindowText.instant(next, zone: zone))"
  }
}
