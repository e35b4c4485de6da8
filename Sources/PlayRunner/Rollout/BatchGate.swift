import PlayModel
import PlayPlanning

/// Whether the next batch may begin in the window the run is in.
struct BatchGate: Sendable {
  let context: RunContext
  let plan: PlayPlan

  /// Why no further batch begins, in the middle of a sentence; `nil` when it may.
  func refusal() async -> String? {
    guard let window = context.window else { return nil }
    let now = context.ports.clock.now()
    let occurrence = window.occurrence
    if now >= occurrence.cutoff {
      return window.isBeforeFreeze
        ? "the freeze \(occurrence.window) has begun"
        : "the cutoff of the window \(occurrence.window) has come"
    }
    let here = await context.recorder.state.plays.flatMap(\.batchDurations)
    let forecast = BatchForecast(
      earlier: here + context.ports.earlierBatches(plan), bake: plan.policy.bake)
    guard !forecast.fits(from: now, to: occurrence.end) else { return nil }
    let end = window.isBeforeFreeze ? "before the freeze" : "before the end of the window"
    let left = max(0, occurrence.end.since(now).wholeMilliseconds / 1000)
    return
      "the next batch takes \(forecast.likely.wholeMilliseconds / 1000) s, as earlier ones did, and would not "
      + "be over \(end) \(occurrence.window), which is in \(left) s"
  }
}
