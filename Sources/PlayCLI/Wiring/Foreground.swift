import Foundation
import PlayModel
import PlayRunner

/// A rollout in the foreground: its screen, redrawn as time goes by, and the signals that stop it.
///
/// The first Ctrl-C, SIGTERM or SIGHUP lets hosts in flight reach a safe point; the second ends the program at
/// once, and the run can still be taken up.
struct Foreground {
  let run: RunID
  let screen: RunScreen
  let halt = Halt()
  private let format: OutputOptions.Format

  init(run: RunID, output: OutputOptions, diff: Bool = false, redactor: Redactor) {
    self.run = run
    format = output.output
    screen = RunScreen(format: output.output, diff: diff, verbose: output.verbose > 0, redactor: redactor)
  }

  func carryOut<Result>(_ clock: SystemClock, _ work: () async throws -> Result) async throws -> Result {
    let interrupts = Interrupts(
      first: { [halt, screen] in
        halt.set(.interrupted)
        screen.interrupted()
      },
      second: { [run, screen] in
        screen.close()
        Console.complain(
          "stopped at once; `swiftplay resume \(run)` goes on, `swiftplay cancel \(run)` goes back")
        exit(130)
      })
    let ticking = Task { [screen] in
      while !Task.isCancelled {
        try? await clock.sleep(for: .milliseconds(250))
        screen.tick(clock.now())
      }
    }
    defer {
      ticking.cancel()
      interrupts.end()
      screen.close()
    }
    return try await work()
  }

  /// Where the screen has no words for people, what goes on with an interrupted run is said beside it.
  func tellWhatGoesOn(after outcome: RunOutcome) {
    guard format == .json else { return }
    switch outcome {
    case .waiting:
      Console.complain(
        "waiting; `swiftplay resume \(run)` goes on, in the next opening where it waits for a window, "
          + "`swiftplay cancel \(run)` goes back")
    case .interrupted:
      Console.complain(
        "interrupted; `swiftplay resume \(run)` goes on, `swiftplay cancel \(run)` goes back")
    case .succeeded, .failed, .rolledBack, .stuck, .refused: break
    }
  }
}
