import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport

/// The way into a window: refused, waited for, or overridden.
struct WindowEntry {
  let run: RunID
  let choice: WindowChoice
  let clock: any PlayClock
  /// What the run has taken; it gives them back when it is over or waits.
  let places: WindowPlaces

  init(_ run: RunID, _ choice: WindowChoice, home: String, clock: any PlayClock) {
    (self.run, self.choice, self.clock) = (run, choice, clock)
    places = WindowPlaces(home: home)
  }

  /// - Parameter plays: the windows of each play.
  /// - Returns: the opening to keep to; `nil` is no limit.
  func enter(_ plays: [[Window]]) async throws -> RunWindow? {
    guard choice.override == nil else { return nil }
    let plays = choice.isDue ? plays.map { $0.map(\.withoutStartDeadline) } : plays
    let countdown = Countdown()
    defer { countdown.end() }
    while true {
      let now = clock.now()
      switch WindowGate(plays, at: now) {
      case .free:
        if try takePlaces(plays, at: now, countdown) { return nil }
        try await clock.sleep(for: .seconds(1))
      case .open(let window):
        if try takePlaces(plays, at: now, countdown) { return window }
        try await clock.sleep(for: .seconds(1))
      case .closed(let play, let verdict):
        let next = WindowGate.nextOpening(plays, from: now)
        guard choice.waits, let next else {
          countdown.end()
          throw refusal(plays[play], verdict, next: next)
        }
        // The clock is asked anew every second: it may be set meanwhile.
        countdown.show(
          left: next.since(now), until: WindowText.instant(next, zone: zone(of: plays[play], verdict)))
        try await clock.sleep(for: min(.seconds(1), max(.milliseconds(10), next.since(now))))
      }
    }
  }

  /// - Returns: whether it has them; else they are to be asked for again.
  private func takePlaces(_ plays: [[Window]], at now: Timestamp, _ countdown: Countdown) throws -> Bool {
    let open = plays.compactMap { windows -> Window? in
      guard case .open(let window, _) = WindowVerdict(windows, at: now) else { return nil }
      return window
    }
    do {
      try places.take(open, for: run)
      return true
    } catch let full as WindowPlaces.Full {
      guard choice.waits || full.window.overlap == .queue else {
        countdown.end()
        Console.complain(
          "swiftplay: \(full.words); --wait waits for one of them, as `overlap: queue` of the window does for every run"
        )
        throw ExitCode(RunOutcome.refused.exitCode)
      }
      countdown.queue(full.words)
      return false
    }
  }

  private func refusal(_ windows: [Window], _ verdict: WindowVerdict, next: Timestamp?) -> any Error {
    let names = windows.filter { $0.kind == .allow }.map(\.name)
    let subject =
      names.isEmpty ? "" : (names.count == 1 ? "the window " : "the windows ") + names.joined(separator: ", ")
    Console.complain(
      "swiftplay: "
        + WindowVerdictText.refusal(verdict, of: subject, zone: zone(of: windows, verdict), next: next)
        + "; --wait waits for that, --override-window --reason \"…\" goes ahead now")
    return ExitCode(RunOutcome.refused.exitCode)
  }

  private func zone(of windows: [Window], _ verdict: WindowVerdict) -> ZoneRules {
    if let allow = windows.first(where: { $0.kind == .allow }) { return allow.zone }
    guard case .denied(let freeze) = verdict else { return .utc }
    return windows.first { $0.name == freeze.window }?.zone ?? .utc
  }
}
