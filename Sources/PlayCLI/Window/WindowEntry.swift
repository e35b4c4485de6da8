import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport

/// The way into a window: refused, waited for, or overridden.
struct WindowEntry {
  let choice: WindowChoice
  let clock: any PlayClock

  /// - Parameter plays: the windows of each play.
  /// - Returns: the opening to keep to; `nil` is no limit.
  func enter(_ plays: [[Window]]) async throws -> RunWindow? {
    guard choice.override == nil else { return nil }
    let countdown = Countdown()
    while true {
      let now = clock.now()
      switch WindowGate(plays, at: now) {
      case .free:
        countdown.end()
        return nil
      case .open(let window):
        countdown.end()
        return window
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
