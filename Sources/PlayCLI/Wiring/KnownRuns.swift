import PlayModel
import PlayPlanning
import PlayRunner
import PlayStore

/// What the run store says of runs that hold hosts or were not finished.
struct KnownRuns: Sendable {
  let store: RunStore

  /// For the locks: what is known here of a holder.
  func standing(_ run: RunID) -> RunStanding {
    guard let summary = try? store.run(matching: run.text), summary.run == run else { return .foreign }
    if isAlive(summary) { return .running }
    guard let state = state(run) else { return .unfinished }
    return state.isResumable && state.outcome != .stuck ? .unfinished : .finished
  }

  /// Whether a process on this machine is at work on the run: the one that began it, or that took it up last.
  func isAlive(_ summary: RunSummary) -> Bool {
    summary.isStarterAlive || (summary.outcome == nil && state(summary.run)?.isTakenUp ?? false)
  }

  /// The process to name to people when a run goes on.
  func process(_ summary: RunSummary) -> Int {
    summary.isStarterAlive
      ? summary.header.processID
      : state(summary.run)?.resumptions.last?.processID ?? summary.header.processID
  }

  /// Runs that were killed or interrupted half-way on some of these hosts, newest first.
  func blocking(_ hosts: Set<HostName>) throws -> [RunSummary] {
    let open = try store.unfinishedRuns()
    let interrupted = try store.history(HistoryFilter(outcome: .interrupted), limit: 50)
    let waiting = try store.history(HistoryFilter(outcome: .waiting), limit: 50)
    return (open + interrupted + waiting).filter { summary in
      !isAlive(summary) && (state(summary.run)?.blocks(hosts) ?? false)
    }
  }

  /// What batches took in the last runs of a play of this name that went well.
  func earlierBatches(of plan: PlayPlan) -> [Duration] {
    let runs = (try? store.history(HistoryFilter(outcome: .succeeded), limit: 20)) ?? []
    return runs.compactMap { state($0.run) }.filter { $0.header?.mode == .run }
      .flatMap(\.plays).filter { $0.plan.name == plan.name }.flatMap(\.batchDurations)
  }

  func state(_ run: RunID) -> RunState? {
    (try? store.events(of: run)).flatMap { try? RunState(run: run, folding: $0) }
  }

  /// Writes down that nobody goes on with a run.
  func abandon(_ run: RunID, reason: String, clock: any PlayClock) async throws {
    let (journal, events) = try store.resumeJournal(of: run, clock: clock)
    var state = try RunState(run: run, folding: events)
    guard state.isResumable else { return }
    try state.apply(await journal.append(.abandoned(reason: reason)))
  }
}
