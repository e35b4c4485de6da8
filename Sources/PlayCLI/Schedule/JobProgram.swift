import ArgumentParser
import Foundation
import PlayModel
import PlayPlanning
import PlayReport
import PlayStore

/// One job's runs: each of its times is claimed before anything happens, and done once.
struct JobProgram {
  let board: JobBoard
  let store: RunStore
  let output: OutputOptions

  private var job: ScheduledJob { board.job }
  private var now: Timestamp { SystemClock().now() }

  /// The newest time that something is written down of; a job not met before is known from now on.
  func memory() throws -> Timestamp {
    if let newest = try store.occurrences(of: job.name, limit: 1).first { return newest.start }
    let now = now
    try store.note(JobOccurrence(job: job.name, start: now, status: .known, notedAt: now))
    return now
  }

  func isRunning() throws -> Bool {
    try store.occurrences(of: job.name, [.running]).contains { try store.claimant(of: $0)?.isAlive == true }
  }

  /// A time whose process is gone before its run was over.
  func interrupted() throws -> JobOccurrence? {
    try store.occurrences(of: job.name, [.running]).last { try store.claimant(of: $0)?.isAlive != true }
  }

  /// Does what is to be done about the times that have passed.
  ///
  /// - Returns: whether a run was carried out.
  @discardableResult
  func catchUp() async throws -> Bool {
    var didRun = false
    for decision in board.decide(after: try memory(), isRunning: try isRunning(), at: now) {
      switch decision {
      case .begin(let start):
        try await run(at: start)
        didRun = true
      case .missed(let start): try note(start, .missed)
      case .skipped(let start): try note(start, .skipped)
      }
    }
    return didRun
  }

  func note(_ start: Timestamp, _ status: JobOccurrence.Status) throws {
    let occurrence = JobOccurrence(job: job.name, start: start, status: status, notedAt: now)
    guard try store.note(occurrence) else { return }
    Console.complain("job \(job.name): \(start.rfc3339) was \(status.rawValue)")
    if status == .missed { tell(.missed, occurrence, nil) }
  }

  func run(at start: Timestamp) async throws {
    let now = now
    // One that the cutoff stopped goes on in the next opening, instead of another that would meet it half-way.
    let waiting = try waitingRun()
    let occurrence = JobOccurrence(
      job: job.name, start: start, status: .running, notedAt: now, run: waiting ?? RunID.new(at: now))
    let open = try interrupted()
    guard try store.claim(occurrence, by: .current) else {
      return Console.complain(
        "job \(job.name): \(start.rfc3339) is somebody else's, or was dealt with already")
    }
    // Its failure is its own: that of this time is decided by this time's run.
    if let open { try? await goOn(open) }
    try await carryOut(occurrence, resumes: waiting != nil)
  }

  /// Goes on with the run of a process that is gone; where it had not begun, it begins if it still may.
  func goOn(_ occurrence: JobOccurrence) async throws {
    guard let before = try store.claimant(of: occurrence),
      try store.takeOver(occurrence, from: before, by: .current)
    else { return }
    if let summary = summary(of: occurrence) {
      guard summary.outcome == nil || summary.outcome == .interrupted else {
        return try await end(occurrence)
      }
      return try await carryOut(occurrence, resumes: true)
    }
    if board.mayBegin(occurrence.start, at: now) { return try await carryOut(occurrence, resumes: false) }
    try store.finish(occurrence, as: .missed, at: now, outcome: nil)
    tell(.missed, occurrence, nil)
  }

  private func carryOut(_ occurrence: JobOccurrence, resumes: Bool) async throws {
    guard let run = occurrence.run else { return }
    tell(.start, occurrence, nil)
    let courier = Task { await Courier(store: store).deliver() }
    defer { courier.cancel() }
    do {
      if resumes {
        try await ResumeProgram(
          id: run.text, direction: .onward, inventory: InventoryOptions.parse([]),
          variables: VariableOptions.parse([]), connection: ConnectionOptions.parse([]), output: output,
          window: WindowChoice(isDue: true)
        ).run()
      } else {
        let command = try RunCommand.parse(Array(job.words.dropFirst()))
        var window = command.window.choice
        window.isDue = true
        try await RolloutProgram(
          playbooks: command.playbooks, inventory: command.inventory, variables: command.variables,
          connection: command.connection, output: output, mode: .run, diff: false, yes: true, force: false,
          window: window, runID: run, commandLine: ShellWord.line(["swiftplay"] + job.words)
        ).run()
      }
    } catch {
      try await end(occurrence)
      throw error
    }
    try await end(occurrence)
  }

  /// The run that the last time left waiting for the next.
  private func waitingRun() throws -> RunID? {
    guard let last = try store.occurrences(of: job.name, [.done], limit: 1).first, last.outcome == .waiting,
      let summary = summary(of: last), summary.outcome == .waiting
    else { return nil }
    return summary.run
  }

  private func summary(of occurrence: JobOccurrence) -> RunSummary? {
    guard let run = occurrence.run, let summary = try? store.run(matching: run.text), summary.run == run
    else { return nil }
    return summary
  }

  /// An interrupted run stays open, and is taken up again. One that left no record was refused before it began.
  private func end(_ occurrence: JobOccurrence) async throws {
    let summary = summary(of: occurrence)
    if let summary, summary.outcome == nil || summary.outcome == .interrupted { return }
    let outcome = summary?.outcome ?? .refused
    try store.finish(occurrence, as: .done, at: now, outcome: outcome)
    tell(NotifyTarget.Event(outcome), occurrence, summary)
    await Courier(store: store).deliver()
  }

  /// Written down for delivery; a run never fails with it.
  private func tell(_ event: NotifyTarget.Event, _ occurrence: JobOccurrence, _ run: RunSummary?) {
    let ways = job.notify.filter { $0.events.contains(event) }.map(\.way)
    guard !ways.isEmpty else { return }
    let now = now
    let body = ScheduleText.message(event, occurrence, run, at: now)
    do { try store.post(event, of: occurrence, to: ways, body: body, at: now) } catch {
      Console.complain("swiftplay: nobody is told of the job \(job.name): \(error)")
    }
  }
}

extension Timestamp {
  /// `2026-11-22T16:20:30Z`
  var rfc3339: String {
    let seconds = Date(timeIntervalSince1970: TimeInterval(milliseconds / 1000))
    return seconds.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
  }
}
