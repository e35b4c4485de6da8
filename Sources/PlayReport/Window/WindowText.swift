import PlayModel
import PlayPlanning

/// Windows in words, in their own time zone and in UTC.
public enum WindowText {
  /// `Mon 2026-03-02 22:00 to 00:00 (Asia/Shanghai), 14:00 to 16:00 UTC`
  public static func sentence(_ occurrence: WindowOccurrence, zone: ZoneRules) -> String {
    "\(span(occurrence.start, occurrence.end, zone)) (\(zone.name)), "
      + "\(span(occurrence.start, occurrence.end, .utc)) UTC"
  }

  /// An instant in a window's zone and in UTC.
  public static func instant(_ time: Timestamp, zone: ZoneRules) -> String {
    guard zone.name != "UTC" else { return "\(minute(time, zone)) UTC" }
    return "\(minute(time, zone)) (\(zone.name)), \(minute(time, .utc)) UTC"
  }

  /// A table of openings.
  public static func table(_ occurrences: [WindowOccurrence], of window: Window) -> String {
    let heading = ["START (\(window.zone.name))", "CUTOFF", "END", "START (UTC)", "END (UTC)"]
    let rows = occurrences.map { occurrence in
      [
        minute(occurrence.start, window.zone), clock(occurrence.cutoff, window.zone),
        clock(occurrence.end, window.zone), minute(occurrence.start, .utc), minute(occurrence.end, .utc),
      ]
    }
    return text([heading] + rows)
  }

  /// A table of openings of several windows, each on its own clocks.
  public static func table(_ occurrences: [(window: Window, occurrence: WindowOccurrence)]) -> String {
    let heading = ["WINDOW", "KIND", "START", "CUTOFF", "END", "ZONE", "START (UTC)", "END (UTC)"]
    let rows = occurrences.map { window, occurrence in
      [
        window.name, window.kind.rawValue, minute(occurrence.start, window.zone),
        window.kind == .allow ? clock(occurrence.cutoff, window.zone) : "-",
        clock(occurrence.end, window.zone), window.zone.name, minute(occurrence.start, .utc),
        minute(occurrence.end, .utc),
      ]
    }
    return text([heading] + rows)
  }

  /// A table of windows, each with the opening that it is in or that comes next.
  public static func list(
    _ windows: [(window: Window, now: WindowOccurrence?, next: WindowOccurrence?)]
  ) -> String {
    let heading = ["WINDOW", "KIND", "SCHEDULE", "ZONE", "DURATION", "CUTOFF", "OPEN"]
    let rows = windows.map { window, now, next -> [String] in
      let open =
        now.map { "now, until \(minute($0.end, window.zone))" }
        ?? next.map { minute($0.start, window.zone) } ?? "never again"
      return [
        window.name, window.kind.rawValue, window.scheduleText, window.zone.name,
        DurationText.planned(window.duration),
        window.kind == .allow ? DurationText.planned(window.cutoff) : "-", open,
      ]
    }
    return text([heading] + rows)
  }

  private static func text(_ rows: [[String]]) -> String {
    TextColumns.lines(rows.map { $0.map { StyledText($0) } }).map { $0.plain + "\n" }.joined()
  }

  /// `Mon 2026-03-02 22:00`, with seconds where there are some.
  static func minute(_ time: Timestamp, _ zone: ZoneRules) -> String {
    let local = zone.local(time)
    let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][local.weekday]
    return "\(day) \(local.dateText) \(clock(time, zone))"
  }

  static func clock(_ time: Timestamp, _ zone: ZoneRules) -> String {
    "\(zone.local(time))".split(separator: "T").last.map(String.init) ?? ""
  }

  private static func span(_ start: Timestamp, _ end: Timestamp, _ zone: ZoneRules) -> String {
    let sameDay = zone.local(start).day == zone.local(end).day
    return "\(minute(start, zone)) to \(sameDay ? clock(end, zone) : minute(end, zone))"
  }
}
