import PlayModel

/// Whether a run may begin, by the windows of all its plays together.
public enum WindowGate: Sendable, Hashable {
  /// No play has a window, and no freeze is near.
  case free
  /// Until the earliest cutoff of any play's window.
  case open(RunWindow)
  /// By the windows of the play with this index.
  case closed(play: Int, WindowVerdict)

  /// - Parameter plays: the windows of each play.
  public init(_ plays: [[Window]], at time: Timestamp) {
    var earliest: RunWindow?
    for (index, windows) in plays.enumerated() {
      let found: RunWindow
      switch WindowVerdict(windows, at: time) {
      case .unrestricted(until: nil): continue
      case .unrestricted(until: .some(let freeze)):
        let until = WindowOccurrence(
          window: freeze.window, date: freeze.date, start: time, cutoff: freeze.start, end: freeze.start)
        found = RunWindow(until, atCutoff: .wait, isBeforeFreeze: true)
      case .open(let window, let occurrence): found = RunWindow(occurrence, atCutoff: window.atCutoff)
      case .denied, .closed:
        self = .closed(play: index, WindowVerdict(windows, at: time))
        return
      }
      if earliest.map({ found.occurrence.cutoff < $0.occurrence.cutoff }) ?? true { earliest = found }
    }
    self = earliest.map(WindowGate.open) ?? .free
  }

  /// The first instant from `time` on at which every play may begin; `nil` when there is none in sight.
  public static func nextOpening(_ plays: [[Window]], from time: Timestamp) -> Timestamp? {
    var candidate = time
    for _ in 0..<10_000 {
      guard case .closed(let play, _) = WindowGate(plays, at: candidate) else { return candidate }
      guard let next = WindowVerdict.nextOpening(plays[play], from: candidate)?.time, next > candidate else {
        return nil
      }
      candidate = next
    }
    return nil
  }
}
