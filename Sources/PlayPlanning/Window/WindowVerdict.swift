import PlayModel

/// Whether changes may be made at some instant, by all windows that hold together.
public enum WindowVerdict: Sendable, Hashable {
  /// No window says anything, until a freeze that begins at `until`, if one does.
  case unrestricted(until: WindowOccurrence?)
  /// In the opening of an `allow` window. `cutoff` and `end` are earlier than its own where a freeze begins before.
  case open(Window, WindowOccurrence)
  /// In a freeze; it beats every window that is open.
  case denied(WindowOccurrence)
  /// Between openings, or after an opening's cutoff or start deadline.
  case closed

  /// - Parameter windows: those a play names, and every freeze.
  public init(_ windows: [Window], at time: Timestamp) {
    let denies = windows.filter { $0.kind == .deny }.map(WindowCalendar.init)
    if let freeze = denies.lazy.compactMap({ $0.occurrence(at: time) }).max(by: { $0.end < $1.end }) {
      self = .denied(freeze)
      return
    }
    let nextFreeze = denies.compactMap { $0.occurrences(startingFrom: time).first { _ in true } }
      .min { $0.start < $1.start }
    let allows = windows.filter { $0.kind == .allow }
    guard !allows.isEmpty else {
      self = .unrestricted(until: nextFreeze)
      return
    }
    let open = allows.compactMap { window in
      WindowCalendar(window).occurrence(at: time).map { (window: window, occurrence: $0) }
    }.filter { $0.window.lets(begin: time, in: $0.occurrence) }
    // Of several the one that lasts longest.
    guard let best = open.max(by: { $0.occurrence.cutoff < $1.occurrence.cutoff }) else {
      self = .closed
      return
    }
    let occurrence = best.occurrence.shortened(by: nextFreeze, cutoff: best.window.cutoff)
    self = best.window.lets(begin: time, in: occurrence) ? .open(best.window, occurrence) : .closed
  }
}

extension WindowVerdict {
  /// The first instant at or after `time` at which a run may begin, with its window where one is named; `nil`
  /// when there is none within `horizon`.
  public static func nextOpening(
    _ windows: [Window], from time: Timestamp, horizon: Duration = .seconds(5 * 366 * 86_400)
  ) -> (time: Timestamp, occurrence: WindowOccurrence?)? {
    let last = time.advanced(by: horizon)
    var candidate = time
    // Each turn moves on by an opening or by a freeze; a schedule of every minute ends the search too.
    for _ in 0..<100_000 where candidate <= last {
      switch WindowVerdict(windows, at: candidate) {
      case .unrestricted: return (candidate, nil)
      case .open(_, let occurrence): return (candidate, occurrence)
      case .denied(let freeze): candidate = freeze.end
      case .closed:
        let next = windows.filter { $0.kind == .allow }.compactMap { window in
          WindowCalendar(window).occurrences(startingFrom: candidate.advanced(by: .milliseconds(1)))
            .first { _ in true }
        }.min { $0.start < $1.start }
        guard let next else { return nil }
        candidate = next.start
      }
    }
    return nil
  }
}

extension Window {
  /// For a run whose beginning was decided already.
  public var withoutStartDeadline: Window {
    var window = self
    window.startDeadline = nil
    return window
  }

  /// Whether a run may begin at `time` in this opening.
  func lets(begin time: Timestamp, in occurrence: WindowOccurrence) -> Bool {
    guard time >= occurrence.start, time < occurrence.cutoff else { return false }
    guard let startDeadline else { return true }
    return time <= occurrence.start.advanced(by: startDeadline)
  }
}

extension WindowOccurrence {
  /// A freeze that begins meanwhile ends the opening, with the window's cutoff before it.
  fileprivate func shortened(by freeze: WindowOccurrence?, cutoff margin: Duration) -> WindowOccurrence {
    guard let freeze, freeze.start < end else { return self }
    return WindowOccurrence(
      window: window, date: date, start: start,
      cutoff: min(cutoff, max(start, freeze.start.advanced(by: .zero - margin))), end: freeze.start)
  }
}
