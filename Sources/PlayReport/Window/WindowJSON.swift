import PlayModel
import PlayPlanning

/// Windows as lines of JSON.
public enum WindowJSON {
  /// `{"window":…,"start":…,"cutoff":…,"end":…}`, times in UTC.
  public static func line(_ occurrence: WindowOccurrence) -> String {
    var fields = JSONFields()
    fields.add("window", occurrence.window)
    fields.add("start", TimeText.rfc3339Seconds(occurrence.start))
    fields.add("cutoff", TimeText.rfc3339Seconds(occurrence.cutoff))
    fields.add("end", TimeText.rfc3339Seconds(occurrence.end))
    return fields.object.text + "\n"
  }

  /// One window of a list, with the opening that it is in or that comes next.
  public static func line(_ window: Window, now: WindowOccurrence?, next: WindowOccurrence?) -> String {
    var fields = JSONFields()
    fields.add("window", window.name)
    fields.add("kind", window.kind.rawValue)
    fields.add("schedule", window.scheduleText)
    fields.add("timezone", window.zone.name)
    fields.add("duration", window.duration)
    fields.add("cutoff", window.kind == .allow ? window.cutoff : nil)
    fields.add("open", .bool(now != nil))
    fields.add("start", (now ?? next).map { TimeText.rfc3339Seconds($0.start) })
    fields.add("end", (now ?? next).map { TimeText.rfc3339Seconds($0.end) })
    return fields.object.text + "\n"
  }

  /// Whether a run could begin at some instant, and when else.
  public static func check(
    _ window: Window, at time: Timestamp, _ verdict: WindowVerdict, next: Timestamp?
  ) -> String {
    var fields = JSONFields()
    fields.add("window", window.name)
    fields.add("at", TimeText.rfc3339Seconds(time))
    switch verdict {
    case .open(_, let occurrence):
      fields.add("open", .bool(true))
      fields.add("start", TimeText.rfc3339Seconds(occurrence.start))
      fields.add("cutoff", TimeText.rfc3339Seconds(occurrence.cutoff))
      fields.add("end", TimeText.rfc3339Seconds(occurrence.end))
    case .unrestricted: fields.add("open", .bool(true))
    case .denied(let freeze):
      fields.add("open", .bool(false))
      fields.add("freeze", freeze.window)
      fields.add("until", TimeText.rfc3339Seconds(freeze.end))
    case .closed: fields.add("open", .bool(false))
    }
    fields.add("next", next.map(TimeText.rfc3339Seconds))
    return fields.object.text + "\n"
  }
}

extension Window {
  /// As it was written.
  var scheduleText: String {
    switch schedule {
    case .cron(let cron): cron.text
    case .once(let time): "\(time)"
    }
  }
}
