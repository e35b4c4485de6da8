import PlayModel

/// How long something took, as people say it: `0.4 s`, `12.3 s`, `1 min 12 s`, `2 h 5 min`.
enum DurationText {
  static func text(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.wholeMilliseconds)
    // 59.95 s would round to 60.0 s.
    guard milliseconds >= 59_950 else {
      let tenths = (milliseconds + 50) / 100
      return "\(tenths / 10).\(tenths % 10) s"
    }
    let seconds = (milliseconds + 500) / 1000
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
    return seconds % 60 > 0 ? "\(minutes) min \(seconds % 60) s" : "\(minutes) min"
  }

  /// A wait that was chosen, not measured: `10 s`, `1.5 s`, `2 min`.
  static func planned(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.wholeMilliseconds)
    return milliseconds < 60_000 && milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : text(duration)
  }
}

extension DurationText {
  /// Whole seconds that go by: `3 s`, `1 min 5 s`.
  static func seconds(_ duration: Duration) -> String {
    let seconds = max(0, duration.wholeMilliseconds / 1000)
    if seconds < 60 { return "\(seconds) s" }
    return seconds % 60 > 0 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 60) min"
  }

  /// A clock that counts up: `0:42`, `1:02:03`.
  static func clock(_ duration: Duration) -> String {
    let seconds = max(0, duration.wholeMilliseconds / 1000)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let tail = "\(two(seconds % 60))"
    return seconds < 3600
      ? "\(seconds / 60):\(tail)" : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(tail)"
  }
}
