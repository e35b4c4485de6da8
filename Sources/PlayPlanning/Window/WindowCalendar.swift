import Crypto
import PlayModel

/// When a window is open. Pure: the same window and the same zone rules always give the same instants.
public struct WindowCalendar: Sendable {
  public let window: Window

  public init(_ window: Window) { self.window = window }

  /// Openings in their order, from the first that starts at `from` or later.
  public func occurrences(startingFrom from: Timestamp) -> some Sequence<WindowOccurrence> {
    // The jitter moves an opening towards the future: an earlier wall time may give a later start.
    let earliest = from.advanced(by: .zero - window.jitter)
    return sequence(state: window.zone.local(earliest)) { local -> WindowOccurrence? in
      next(&local, where: { $0.start >= from })
    }
  }

  /// The opening that `time` is in.
  public func occurrence(at time: Timestamp) -> WindowOccurrence? {
    let earliest = time.advanced(by: .zero - window.duration)
    var local = window.zone.local(earliest)
    while let found = next(&local, where: { $0.end > time }) {
      if found.contains(time) { return found }
      if found.start > time.advanced(by: window.jitter) { return nil }
    }
    return nil
  }

  /// The first opening that suits, from the wall time `local` on, which is then set to the minute after it.
  private func next(
    _ local: inout LocalTime, where suits: (WindowOccurrence) -> Bool
  ) -> WindowOccurrence? {
    while let wall = wallTime(atOrAfter: local) {
      local = LocalTime(seconds: wall.seconds + 1)
      let instant = window.zone.firstInstant(showing: wall)
      // Wall times in one gap are one instant, and so is one after it: it opens once.
      while let further = wallTime(atOrAfter: local), window.zone.firstInstant(showing: further) == instant {
        local = LocalTime(seconds: further.seconds + 1)
      }
      let found = occurrence(of: wall, at: instant)
      if suits(found) { return found }
    }
    return nil
  }

  private func wallTime(atOrAfter local: LocalTime) -> LocalTime? {
    switch window.schedule {
    case .once(let time): time >= local ? time : nil
    case .cron(let cron): cron.next(atOrAfter: local)
    }
  }

  /// The end stays where it is without jitter: what was agreed upon never lasts longer.
  private func occurrence(of wall: LocalTime, at instant: Timestamp) -> WindowOccurrence {
    let date = wall.dateText
    let end = instant.advanced(by: window.duration)
    return WindowOccurrence(
      window: window.name, date: date, start: instant.advanced(by: delay(on: "\(wall)")),
      cutoff: end.advanced(by: .zero - window.cutoff), end: end)
  }

  /// Less than the jitter, in whole seconds, spread evenly over names and dates.
  private func delay(on date: String) -> Duration {
    let span = UInt64(max(0, window.jitter.components.seconds))
    guard span > 0 else { return .zero }
    let digest = SHA256.hash(data: Array("\(window.name)\n\(date)".utf8))
    let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return .seconds(Int64(number % span))
  }
}
